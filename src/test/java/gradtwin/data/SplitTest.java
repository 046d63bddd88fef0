package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SplitTest {
  @Test
  void partsAreAllRowsInOrder() {
    Split split = Split.forTest(50, 0.2, 42);
    assertEquals(10, split.back().length);
    assertEquals(40, split.stay().length);
    int[] both = IntStream.concat(IntStream.of(split.stay()), IntStream.of(split.back())).toArray();
    assertFalse(Arrays.equals(IntStream.range(40, 50).toArray(), split.back()), "drawn by seed");
    assertArrayEquals(IntStream.of(split.stay()).sorted().toArray(), split.stay());
    assertArrayEquals(IntStream.of(split.back()).sorted().toArray(), split.back());
    Arrays.sort(both);
    assertArrayEquals(IntStream.range(0, 50).toArray(), both);
  }

  @Test
  void dependsOnSeedAndPurposeAlone() {
    int[] once = Split.forTest(50, 0.2, 42).back();
    assertArrayEquals(once, Split.forTest(50, 0.2, 42).back());
    assertFalse(Arrays.equals(once, Split.forTest(50, 0.2, 43).back()));
    assertFalse(Arrays.equals(once, Split.forValidation(50, 0.2, 42).back()));
  }

  @Test
  void countIsTheNearestThatLeavesARow() {
    assertEquals(0, Split.forValidation(4, 0, 1).back().length);
    assertEquals(0, Split.forValidation(4, 0.1, 1).back().length);
    assertEquals(1, Split.forValidation(4, 0.2, 1).back().length);
    assertEquals(3, Split.forValidation(4, 0.99, 1).back().length);
    assertEquals(0, Split.forValidation(1, 0.99, 1).back().length);
    assertEquals(1, Split.testRows(4, 0.01));
    assertEquals(2, Split.testRows(7, 0.3));
    assertEquals(3, Split.testRows(4, 0.99));
  }
}
