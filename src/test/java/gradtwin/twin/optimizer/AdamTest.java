package gradtwin.twin.optimizer;

import static gradtwin.twin.optimizer.OptimizerCheck.EXACT;
import static gradtwin.twin.optimizer.OptimizerCheck.assertAgreesWithDl4j;
import static gradtwin.twin.optimizer.OptimizerCheck.assertFollows;
import static gradtwin.twin.optimizer.OptimizerCheck.decayed;
import static gradtwin.twin.optimizer.OptimizerCheck.exact;
import static gradtwin.twin.optimizer.OptimizerCheck.squares;
import static gradtwin.twin.optimizer.OptimizerCheck.steps;
import static java.math.BigDecimal.ONE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small epsilon hides where it is added, so every test here also runs with a large one. */
class AdamTest {
  /**
   * 1 - beta2^t is 0.001 in the first step, and float64 gives it 1.1e-16 / 0.001 of its own size.
   */
  private static final double BIAS_CORRECTION = 1.1e-13;

  /**
   * Rate 1, beta1 1/2, beta2 3/4, epsilon 1, g = 2: m = 1, v = 1, a = sqrt(1 - 3/4) / (1 - 1/2) =
   * 1, u = 1 / (1 + 1) = 1/2. With epsilon inside the correction it would be 2 / (2 + 1) = 2/3.
   *
   * <p>g = 2 again: m = 3/2, v = 7/4, a = sqrt(7/16) / (3/4) = sqrt(7)/3, u = sqrt(7)/2 /
   * (sqrt(7)/2 + 1).
   */
  @Test
  void byHand() {
    double half = Math.sqrt(7) / 2;
    assertArrayEquals(
        new double[] {0.5, half / (half + 1)},
        steps(new Adam(1, 0.5, 0.75, 1), 2, 2),
        Math.ulp(1.0));
  }

  /** Whatever the size of the gradient, the first step is the learning rate. */
  @Test
  void firstStepIsTheLearningRate() {
    for (double g : new double[] {1e-3, 1, 1e6}) {
      assertEquals(0.25, steps(new Adam(0.25, 0.9, 0.999, 1e-15), g)[0], 1e-10);
      assertEquals(-0.25, steps(new Adam(0.25, 0.9, 0.999, 1e-15), -g)[0], 1e-10);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-8, 0.01, 1})
  void fiveSteps(double epsilon) {
    BigDecimal rate = exact(0.001);
    BigDecimal beta1 = exact(0.9);
    BigDecimal beta2 = exact(0.999);
    OptimizerCheck.Reference sums =
        g -> {
          int t = g.size();
          BigDecimal m = ONE.subtract(beta1).multiply(decayed(beta1, g), EXACT);
          BigDecimal v = ONE.subtract(beta2).multiply(decayed(beta2, squares(g)), EXACT);
          BigDecimal correction1 = ONE.subtract(beta1.pow(t, EXACT));
          BigDecimal correction2 = ONE.subtract(beta2.pow(t, EXACT)).sqrt(EXACT);
          return rate.multiply(correction2, EXACT)
              .divide(correction1, EXACT)
              .multiply(m, EXACT)
              .divide(v.sqrt(EXACT).add(exact(epsilon)), EXACT);
        };
    assertFollows(sums, new Adam(0.001, 0.9, 0.999, epsilon), BIAS_CORRECTION);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-8, 0.01, 1})
  void agreesWithDl4j(double epsilon) {
    assertAgreesWithDl4j(
        new Adam(0.001, 0.9, 0.999, epsilon),
        new org.nd4j.linalg.learning.config.Adam(0.001, 0.9, 0.999, epsilon));
  }
}
