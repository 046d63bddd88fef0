package gradtwin.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private static final long GIGABYTE = 1L << 30;
  private static final long LATER = 1_000_000_000;

  private long now;
  private long resident;
  private int looks;
  private int collections;
  private long afterCollection;

  private final NativeMemory memory =
      new NativeMemory(
          () -> now,
          () -> {
            looks++;
            return resident;
          },
          () -> 100 * GIGABYTE,
          () -> {
            collections++;
            resident = afterCollection;
          });

  private void lookAt(long bytes) {
    now += LATER;
    resident = bytes;
    memory.look();
  }

  @Test
  void looksOnceInAWhileOnly() {
    lookAt(10 * GIGABYTE);
    for (int i = 0; i < 1000; i++) {
      memory.look();
    }

    assertEquals(1, looks);
  }

  @Test
  void aSmallProcessIsLeftAlone() {
    lookAt(GIGABYTE / 2);

    assertEquals(0, collections);
  }

  @Test
  void collectsWhenTheProcessHasGrownByHalf() {
    lookAt(4 * GIGABYTE);
    lookAt(6 * GIGABYTE);
    assertEquals(0, collections);

    lookAt(6 * GIGABYTE + 1);
    assertEquals(1, collections);

    lookAt(5 * GIGABYTE); // this is what is alive
    lookAt(7 * GIGABYTE);
    assertEquals(1, collections);

    lookAt(8 * GIGABYTE);
    assertEquals(2, collections);
  }

  @Test
  void aNewNetworkInAProcessThatTakesAQuarterOfTheMachineCollects() {
    lookAt(25 * GIGABYTE);
    assertEquals(0, collections);

    lookAt(25 * GIGABYTE + 1);
    assertEquals(1, collections);

    lookAt(26 * GIGABYTE); // all of it is alive
    lookAt(27 * GIGABYTE);
    assertEquals(1, collections);
  }

  @Test
  void endsBeforeTheSystemEndsIt() {
    afterCollection = 96 * GIGABYTE;
    lookAt(97 * GIGABYTE);

    OutOfMemoryError thrown = assertThrows(OutOfMemoryError.class, () -> lookAt(resident));

    assertEquals("arrays take 98304 of the 102400 MB of this machine", thrown.getMessage());
  }
}
