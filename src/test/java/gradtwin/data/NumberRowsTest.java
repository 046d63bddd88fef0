package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NumberRowsTest {
  private static final int WIDTH = 3;
  private static final int ROWS = 11;

  /** On the heap, and in blocks of 1, 2 and more rows than there are. */
  static List<NumberRows> everywhere() throws DataException {
    return List.of(
        NumberRows.inMemory(),
        NumberRows.inFile(WIDTH, 1),
        NumberRows.inFile(WIDTH, 2 * WIDTH + 1),
        NumberRows.inFile(WIDTH));
  }

  /** Row i is i, i + 0.1, 10 i. */
  private static void fill(NumberRows rows) throws DataException {
    double[] row = new double[WIDTH];
    for (int i = 0; i < ROWS; i++) {
      row[0] = i;
      row[1] = i + 0.1;
      row[2] = 10 * i;
      rows.add(row);
    }
    rows.complete();
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void rowsComeBackInAnyOrder(NumberRows rows) throws DataException {
    fill(rows);

    assertEquals(ROWS, rows.size());
    for (int i : new int[] {10, 0, 5, 4, 9, 3, 8, 1, 7, 2, 6}) {
      assertEquals(10 * i, rows.at(i, 2));
      double[] exact = {-1, -1, -1, -1};
      rows.copy(i, 2, exact, 1);
      assertArrayEquals(new double[] {-1, i, i + 0.1, -1}, exact);
      float[] rounded = {-1, -1, -1, -1};
      rows.copy(i, 2, rounded, 1);
      assertArrayEquals(new float[] {-1, i, (float) (i + 0.1), -1}, rounded);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void thereMayBeNone(NumberRows rows) throws DataException {
    rows.complete();

    assertEquals(0, rows.size());
  }

  @Test
  void refusesARowOfAnotherWidth() throws DataException {
    NumberRows rows = NumberRows.inFile(WIDTH);

    assertEquals(
        "expected rows of 3 numbers, got 2",
        assertThrows(IllegalArgumentException.class, () -> rows.add(new double[2])).getMessage());
  }
}
