package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ruler itself: it must be right, and it must be able to say no. */
class KolmogorovTest {
  /** The tables give six digits. */
  private static final double TABLE = 5e-7;

  @Test
  void normalDistributionFunctionAgreesWithTheTables() {
    assertEquals(0.5, Kolmogorov.normal(0, 1).applyAsDouble(0), 0);
    assertEquals(0.841345, Kolmogorov.normal(0, 1).applyAsDouble(1), TABLE);
    assertEquals(0.022750, Kolmogorov.normal(0, 1).applyAsDouble(-2), TABLE);
    assertEquals(0.998650, Kolmogorov.normal(5, 2).applyAsDouble(11), TABLE);
  }

  /** Three points at 1/6, 1/2 and 5/6 of U(0, 1): the steps of 1/3 are 1/6 away on either side. */
  @Test
  void distanceByHand() {
    double[] sample = {5 / 6.0, 1 / 6.0, 0.5};
    assertEquals(Math.sqrt(3) / 6, Kolmogorov.distance(sample, Kolmogorov.uniform(0, 1)), 1e-15);
  }

  /** Ten thousand numbers spread over [0, 1.05) instead of [0, 1) are five percent too wide. */
  @Test
  void wrongWidthIsCaught() {
    double[] wide = IntStream.range(0, 10_000).mapToDouble(i -> 1.05 * i / 10_000).toArray();
    assertTrue(Kolmogorov.distance(wide, Kolmogorov.uniform(0, 1)) > Kolmogorov.LIMIT);
  }
}
