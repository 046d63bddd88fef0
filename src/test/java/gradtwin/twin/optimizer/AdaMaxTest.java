package gradtwin.twin.optimizer;

import static gradtwin.twin.optimizer.OptimizerCheck.EXACT;
import static gradtwin.twin.optimizer.OptimizerCheck.FIVE_STEPS;
import static gradtwin.twin.optimizer.OptimizerCheck.assertAgreesWithDl4j;
import static gradtwin.twin.optimizer.OptimizerCheck.assertFollows;
import static gradtwin.twin.optimizer.OptimizerCheck.decayed;
import static gradtwin.twin.optimizer.OptimizerCheck.exact;
import static gradtwin.twin.optimizer.OptimizerCheck.steps;
import static java.math.BigDecimal.ONE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class AdaMaxTest {
  /**
   * Rate 1, beta1 1/2, beta2 3/4. g = 4: m = 2, s = 4, u = 1 / (1/2) * 2/4 = 1. g = 1: m = 3/2, s =
   * max(3, 1) = 3, u = 1 / (3/4) * (3/2) / 3 = 2/3. g = -8: m = 3/4 - 4 = -13/4, s = 8, u = 1 /
   * (7/8) * (-13/4) / 8 = -13/28.
   */
  @Test
  void byHand() {
    assertArrayEquals(
        new double[] {1, 2.0 / 3, -13.0 / 28},
        steps(new AdaMax(1, 0.5, 0.75), 4, 1, -8),
        Math.ulp(1.0));
  }

  /** 0 / 0 would be no step at all, and would stay in the parameter for ever. */
  @Test
  void aGradientThatWasAlwaysZeroMakesNoStep() {
    assertArrayEquals(new double[] {0, 0}, steps(new AdaMax(1, 0.9, 0.999), 0, 0));
  }

  /** The third element's gradients are 0.001, -0.002, 0, 1e-6, 100: the maximum decays between. */
  @Test
  void fiveSteps() {
    BigDecimal rate = exact(0.002);
    BigDecimal beta1 = exact(0.9);
    BigDecimal beta2 = exact(0.999);
    OptimizerCheck.Reference sums =
        g -> {
          int t = g.size();
          BigDecimal m = ONE.subtract(beta1).multiply(decayed(beta1, g), EXACT);
          BigDecimal largest = BigDecimal.ZERO;
          for (int i = 0; i < t; i++) {
            largest = largest.max(beta2.pow(t - 1 - i, EXACT).multiply(g.get(i).abs(), EXACT));
          }
          return rate.divide(ONE.subtract(beta1.pow(t, EXACT)), EXACT)
              .multiply(m, EXACT)
              .divide(largest, EXACT);
        };
    assertFollows(sums, new AdaMax(0.002, 0.9, 0.999), FIVE_STEPS);
  }

  /** DL4J's epsilon is not used, whatever it is. */
  @Test
  void agreesWithDl4j() {
    for (double unused : new double[] {1e-8, 1}) {
      assertAgreesWithDl4j(
          new AdaMax(0.002, 0.9, 0.999),
          new org.nd4j.linalg.learning.config.AdaMax(0.002, 0.9, 0.999, unused));
    }
  }
}
