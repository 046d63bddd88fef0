package gradtwin.dl4j;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.bytedeco.javacpp.Pointer;

/**
 * Keeps the process from growing without bound. ND4J's arrays lie outside the heap and are freed
 * when the garbage collector finds them unused, but it knows nothing of their size.
 *
 * <p>JavaCPP would measure the process at every allocation and call the collector ({@code
 * maxphysicalbytes}), which is half the time of a small network's step. This looks once in a while,
 * and calls the collector when the process has grown by half since the last time, or since the
 * network was new.
 */
final class NativeMemory {
  private static final long NANOSECONDS_BETWEEN = 20_000_000;

  /** Below this, nothing is worth a collection. */
  private static final long UNTROUBLED_BYTES = 768L << 20;

  private static final double GROWTH = 1.5;

  /**
   * Of the machine's memory; beyond it a new network has a collection. Many that come and go, none
   * of which grows, would leave their arrays otherwise.
   */
  private static final double SHARE_BEFORE = 0.25;

  /** Of the machine's memory; beyond it the system would end the process without a word. */
  private static final double LARGEST_SHARE = 0.95;

  private final LongSupplier clock;
  private final LongSupplier resident;
  private final LongSupplier machine;
  private final Runnable collection;
  private long lastLook;
  private OptionalLong bound = OptionalLong.empty();
  private boolean collected;

  /** The memory of this process. */
  NativeMemory() {
    this(System::nanoTime, Pointer::physicalBytes, Pointer::totalPhysicalBytes, System::gc);
  }

  /**
   * Any memory.
   *
   * @param clock in nanoseconds
   * @param resident what is in use, in bytes
   * @param machine what there is at most, in bytes
   * @param collection frees what is unused, maybe a little later
   */
  NativeMemory(
      LongSupplier clock, LongSupplier resident, LongSupplier machine, Runnable collection) {
    this.clock = clock;
    this.resident = resident;
    this.machine = machine;
    this.collection = collection;
    this.lastLook = clock.getAsLong() - NANOSECONDS_BETWEEN;
  }

  /**
   * Looks, if it is time to.
   *
   * @throws OutOfMemoryError if almost all of the machine's memory is in use by live arrays
   */
  void look() {
    long now = clock.getAsLong();
    if (now - lastLook < NANOSECONDS_BETWEEN) {
      return;
    }
    lastLook = now;
    long bytes = resident.getAsLong();
    if (collected) {
      collected = false;
      bound = OptionalLong.of(grown(bytes));
      requireRoom(bytes);
      return;
    }
    if (bound.isEmpty()) {
      long before = (long) (machine.getAsLong() * SHARE_BEFORE);
      bound = OptionalLong.of(Math.min(grown(bytes), Math.max(UNTROUBLED_BYTES, before)));
    }
    if (bytes > bound.getAsLong()) {
      collection.run();
      collected = true; // arrays are freed by another thread, until the next look
    }
  }

  private static long grown(long bytes) {
    return Math.max(UNTROUBLED_BYTES, (long) (bytes * GROWTH));
  }

  private void requireRoom(long bytes) {
    long all = machine.getAsLong();
    if (bytes > all * LARGEST_SHARE) {
      throw new OutOfMemoryError(
          "arrays take " + (bytes >> 20) + " of the " + (all >> 20) + " MB of this machine");
    }
  }
}
