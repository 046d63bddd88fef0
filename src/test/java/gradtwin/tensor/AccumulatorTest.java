package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AccumulatorTest {
  private static double sum(double... numbers) {
    double[] sum = new double[1];
    Accumulator accumulator = new Accumulator(sum);
    for (double number : numbers) {
      accumulator.add(0, number);
    }
    accumulator.finish();
    return sum[0];
  }

  /** Added plainly, 1 is lost in 1e100. */
  @Test
  void nothingIsLost() {
    assertEquals(2, sum(1, 1e100, 1, -1e100));
    assertEquals(2, sum(1e100, 1, -1e100, 1));
  }

  /**
   * The double that is called 0.1 is 0.1 + 5.55e-18: a tenth of a million of them, rounded once.
   */
  @Test
  void equalNumbersDoNotDrift() {
    double[] sum = new double[1];
    Accumulator accumulator = new Accumulator(sum);
    for (int i = 0; i < 1_000_000; i++) {
      accumulator.add(0, 0.1);
    }
    accumulator.finish();
    assertEquals(100_000, sum[0]);
  }

  @Test
  void eachPlaceHasItsOwn() {
    double[] sums = {10, 20};
    Accumulator accumulator = new Accumulator(sums);
    accumulator.add(1, 5);
    accumulator.add(0, 1);
    accumulator.finish();
    assertEquals(11, sums[0]);
    assertEquals(25, sums[1]);
  }

  @Test
  void whatIsNotFiniteStaysSo() {
    assertEquals(Double.POSITIVE_INFINITY, sum(1, Double.POSITIVE_INFINITY, 1));
    assertEquals(Double.NaN, sum(1, Double.NaN));
  }
}
