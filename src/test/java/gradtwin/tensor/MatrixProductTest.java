package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixProductTest {
  /** Half an ulp of 1: each of the k products and sums is rounded by at most this much. */
  private static final double UNIT_ROUNDOFF = 0x1p-53;

  /**
   *
   *
   * <pre>
   * [1 2 3]   [1 -1]   [1 + 0 + 3   -1 + 4 + 0]   [ 4 3]
   * [4 5 6] · [0  2] = [4 + 0 + 6  -4 + 10 + 0] = [10 6]
   *           [1  0]
   * </pre>
   */
  @Test
  void byHand() {
    Tensor a = Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    Tensor b = Tensor.matrix(new double[] {1, -1}, new double[] {0, 2}, new double[] {1, 0});
    double[] expected = {4, 3, 10, 6};

    Tensor c = full(2, 2);
    MatrixProduct.multiply(a, b, c);
    assertArrayEquals(expected, c.values());

    c = full(2, 2);
    MatrixProduct.multiplyTransposedFirst(a.transposed(), b, c);
    assertArrayEquals(expected, c.values());

    c = full(2, 2);
    MatrixProduct.multiplyTransposedSecond(a, b.transposed(), c);
    assertArrayEquals(expected, c.values());
  }

  /** Sizes on, below and above the multiples of 4 and 64 that the kernel works in. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 3, 5",
    "4, 4, 4",
    "5, 7, 3",
    "64, 8, 16",
    "65, 9, 17",
    "63, 66, 65",
    "129, 5, 1",
    "1, 130, 2",
    "3, 4, 0",
    "0, 3, 4",
    "3, 0, 4",
    "0, 0, 0"
  })
  void agreesWithThreePlainLoops(int m, int k, int n) {
    CounterRandom random = new CounterRandom(1, CounterRandom.Stream.WITNESS);
    Tensor a = random(random, 0, m, k);
    Tensor b = random(random, 1, k, n);

    Tensor c = full(m, n);
    MatrixProduct.multiply(a, b, c);
    assertProduct(a, b, c);

    c = full(m, n);
    MatrixProduct.multiplyTransposedFirst(a.transposed(), b, c);
    assertProduct(a, b, c);

    c = full(m, n);
    MatrixProduct.multiplyTransposedSecond(a, b.transposed(), c);
    assertProduct(a, b, c);
  }

  /** The bound of Higham, "Accuracy and stability of numerical algorithms" (2002), section 3.1. */
  private static void assertProduct(Tensor a, Tensor b, Tensor c) {
    int k = a.columns();
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < b.columns(); j++) {
        double sum = 0;
        double magnitude = 0;
        for (int p = 0; p < k; p++) {
          sum += a.at(i, p) * b.at(p, j);
          magnitude += Math.abs(a.at(i, p) * b.at(p, j));
        }
        // twice, because both sums are rounded
        assertEquals(sum, c.at(i, j), 2 * k * UNIT_ROUNDOFF * magnitude, "[" + i + ", " + j + "]");
      }
    }
  }

  /** A kernel that skips zeros would hide this one: 0 * NaN is NaN. */
  @Test
  void nanReachesEveryElementThatItTouches() {
    Tensor a = Tensor.zeros(Shape.of(5, 6));
    Tensor b = Tensor.zeros(Shape.of(6, 7));
    b.values()[5 * 7 + 2] = Double.NaN; // row 5, column 2
    Tensor c = full(5, 7);
    MatrixProduct.multiply(a, b, c);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 7; j++) {
        assertEquals(j == 2, Double.isNaN(c.at(i, j)), "[" + i + ", " + j + "]");
      }
    }
  }

  @Test
  void equalInputsGiveEqualBits() {
    CounterRandom random = new CounterRandom(2, CounterRandom.Stream.WITNESS);
    Tensor a = random(random, 0, 70, 33);
    Tensor b = random(random, 1, 33, 10);
    Tensor first = full(70, 10);
    Tensor second = full(70, 10);
    MatrixProduct.multiply(a, b, first);
    MatrixProduct.multiply(a, b, second);
    assertTrue(Arrays.equals(first.values(), second.values()));
  }

  @Test
  void refusesShapesThatDoNotFit() {
    Tensor a = full(2, 3);
    Tensor b = full(4, 5);
    assertEquals(
        "expected inner sizes to agree and a result of [2, 5], got [2, 3], [4, 5] and result"
            + " [2, 5]",
        assertThrows(IllegalArgumentException.class, () -> MatrixProduct.multiply(a, b, full(2, 5)))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> MatrixProduct.multiplyTransposedFirst(full(2, 3), full(3, 4), full(3, 4)));
    assertThrows(
        IllegalArgumentException.class,
        () -> MatrixProduct.multiplyTransposedSecond(full(2, 3), full(3, 4), full(2, 4)));
    assertThrows(
        IllegalArgumentException.class,
        () -> MatrixProduct.multiply(full(2, 3), full(3, 4), full(2, 5)));
  }

  /** A result that is not written to shows. */
  private static Tensor full(int rows, int columns) {
    Tensor tensor = Tensor.zeros(Shape.of(rows, columns));
    Arrays.fill(tensor.values(), 99);
    return tensor;
  }

  private static Tensor random(CounterRandom random, int which, int rows, int columns) {
    Tensor tensor = Tensor.zeros(Shape.of(rows, columns));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = random.normal(which, i);
    }
    return tensor;
  }
}
