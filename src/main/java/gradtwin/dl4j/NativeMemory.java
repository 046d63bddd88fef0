package gradtwin.dl4j;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/**
 * Keeps the process from growing without bound. ND4J's arrays lie outside the heap and are freed
 * when the garbage collector finds them unused, but it knows nothing of their size.
 *
 * <p>JavaCPP would measure the process at every allocation and call the collector ({@code
 * maxphysicalbytes}), which takes a good part of each step of a small network. This looks once in a
 * while, and calls the collector when the process has grown by half since the last time.
 */
final class NativeMemory {
  private static final long NANOSECONDS_BETWEEN = 20_000_000;

  /** Below this, nothing is worth a collection. */
  private static final long UNTROUBLED_BYTES = 768L << 20;

  private static final double GROWTH = 1.5;

  /** Of the machine's memory; beyond it the system would end the process without a word. */
  private static final double LARGEST_SHARE = 0.95;

  private long nextLook = System.nanoTime();
  private long bound = UNTROUBLED_BYTES;
  private boolean collected;

  /**
   * Looks, if it is time to.
   *
   * @throws OutOfMemoryError if almost all of the machine's memory is in use by live arrays
   */
  void look() {
    long now = System.nanoTime();
    if (now - nextLook < 0) {
      return;
    }
    nextLook = now + NANOSECONDS_BETWEEN;
    long resident = Pointer.physicalBytes();
    if (collected) {
      collected = false;
      bound = Math.max(UNTROUBLED_BYTES, (long) (resident * GROWTH));
      requireRoom(resident);
    } else if (resident > bound) {
      System.gc(); // its unused arrays are freed by another thread, until the next look
      collected = true;
    }
  }

  private static void requireRoom(long resident) {
    long machine =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    if (resident > machine * LARGEST_SHARE) {
      throw new OutOfMemoryError(
          "the process takes " + (resident >> 20) + " MB of this machine's " + (machine >> 20));
    }
  }
}
