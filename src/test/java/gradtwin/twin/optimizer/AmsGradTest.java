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

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmsGradTest {
  /** As Adam's: the bias correction of the first step loses 1.1e-16 / 0.001 of itself. */
  private static final double BIAS_CORRECTION = 1.1e-13;

  /**
   * Rate 1, beta1 1/2, beta2 3/4, epsilon 1. g = 2: m = 1, v = h = 1, a = sqrt(1/4) / (1/2) = 1, u
   * = 1/2. g = 0: m = 1/2, v = 3/4, but h stays 1; a = sqrt(7/16) / (3/4) = sqrt(7)/3, u =
   * sqrt(7)/12. Adam would divide by sqrt(3/4) + 1.
   */
  @Test
  void byHand() {
    assertArrayEquals(
        new double[] {0.5, Math.sqrt(7) / 12},
        steps(new AmsGrad(1, 0.5, 0.75, 1), 2, 0),
        Math.ulp(1.0));
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
          BigDecimal largest = BigDecimal.ZERO;
          for (int s = 1; s <= t; s++) {
            BigDecimal v =
                ONE.subtract(beta2).multiply(decayed(beta2, squares(g.subList(0, s))), EXACT);
            largest = largest.max(v);
          }
          BigDecimal a =
              rate.multiply(ONE.subtract(beta2.pow(t, EXACT)).sqrt(EXACT), EXACT)
                  .divide(ONE.subtract(beta1.pow(t, EXACT)), EXACT);
          return a.multiply(m, EXACT).divide(largest.sqrt(EXACT).add(exact(epsilon), EXACT), EXACT);
        };
    assertFollows(sums, new AmsGrad(0.001, 0.9, 0.999, epsilon), BIAS_CORRECTION);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-8, 0.01, 1})
  void agreesWithDl4j(double epsilon) {
    assertAgreesWithDl4j(
        new AmsGrad(0.001, 0.9, 0.999, epsilon),
        new org.nd4j.linalg.learning.config.AMSGrad(0.001, 0.9, 0.999, epsilon));
  }
}
