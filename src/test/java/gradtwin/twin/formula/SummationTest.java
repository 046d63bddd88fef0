package gradtwin.twin.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SummationTest {
  private static double variance(double[] summands) {
    double sum = 0;
    double squares = 0;
    for (double summand : summands) {
      sum += summand;
      squares += summand * summand;
    }
    Summation rounding = Summation.of(summands.length);
    return rounding.ofSum() * sum * sum + rounding.ofSquares() * squares;
  }

  /** What adding one by one loses: the third part of the square of each partial sum. */
  private static double lost(double[] summands) {
    double sum = summands[0];
    double lost = 0;
    for (int i = 1; i < summands.length; i++) {
      sum += summands[i];
      lost += sum * sum / 3;
    }
    return lost;
  }

  @Test
  void oneNumberIsExact() {
    assertEquals(0, variance(new double[] {5}));
    assertEquals(0, Summation.ofProducts(1).ofSum());
    assertEquals(1 / 3., Summation.ofProducts(1).ofSquares()); // but for the product's own
  }

  /** 1 + 1 + ... has the partial sums 2, 3 ... n: about n³/9. */
  @Test
  void numbersOfOneSignAddUpTheirRounding() {
    double[] ones = new double[1000];
    Arrays.fill(ones, 1);
    assertEquals(1, variance(ones) / lost(ones), 0.01);
  }

  /** Partial sums of numbers of either sign wander: half of n Q/3 is lost in the mean. */
  @Test
  void numbersOfEitherSign() {
    Random random = new Random(7);
    double predicted = 0;
    double lost = 0;
    for (int trial = 0; trial < 2000; trial++) {
      double[] numbers = random.doubles(100, -1, 1).toArray();
      predicted += variance(numbers);
      lost += lost(numbers);
    }
    assertTrue(predicted > lost, "the prediction has a margin");
    assertEquals(2 + 2 / 3., predicted / lost, 0.2);
  }
}
