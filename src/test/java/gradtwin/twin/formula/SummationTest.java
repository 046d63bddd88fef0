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

  /** 100 of 400 are equal, so 25 in each of 4 lanes: 25²/66. */
  @Test
  void equalNumbersErrAlike() {
    double[] numbers = new double[400];
    for (int i = 0; i < 300; i++) {
      numbers[i] = 0.001 * i + 0.0001;
    }
    Arrays.fill(numbers, 300, 400, 0.1);
    double different = 300 / 16. / 66;
    assertEquals(25 * 25 / 66. + different, Summation.bias(numbers), 1e-12);
    Arrays.fill(numbers, 300, 400, 0);
    assertEquals(different, Summation.bias(numbers), 1e-12); // adding 0 is exact
  }

  /** In float32, on average over numbers: the last exponent has half of the additions. */
  @Test
  void theBiasOfAddingOneNumberOverAndOver() {
    int count = 4096;
    Random random = new Random(7);
    double squares = 0;
    for (int trial = 0; trial < 1000; trial++) {
      float number = (float) Math.pow(2, random.nextDouble());
      float sum = 0;
      for (int i = 0; i < count; i++) {
        sum += number;
      }
      double error = (sum - (double) count * number) / (0x1p-24 * count * number);
      squares += error * error;
    }
    double oneLane = 16 * Summation.bias(filled(count, 1));
    assertEquals(1, squares / 1000 / oneLane, 0.15);
  }

  private static double[] filled(int count, double number) {
    double[] filled = new double[count];
    Arrays.fill(filled, number);
    return filled;
  }
}
