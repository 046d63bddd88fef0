package gradtwin.twin.optimizer;

import static gradtwin.twin.optimizer.OptimizerCheck.EXACT;
import static gradtwin.twin.optimizer.OptimizerCheck.FIVE_STEPS;
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

/** A small epsilon hides where it is added, so every test here also runs with a large one. */
class RmsPropTest {
  /**
   * Rate 1, decay 1/2, epsilon 1, so h starts at 1. g = 1: h = 1/2 + 1/2 = 1, u = 1 / (1 + 1). g =
   * 3: h = 1/2 + 9/2 = 5, u = 3 / (sqrt(5) + 1). Had h started at 0, the first would be 1 /
   * (sqrt(1/2) + 1).
   */
  @Test
  void byHand() {
    assertArrayEquals(
        new double[] {0.5, 3 / (Math.sqrt(5) + 1)},
        steps(new RmsProp(1, 0.5, 1), 1, 3),
        Math.ulp(1.0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-8, 0.01, 1})
  void fiveSteps(double epsilon) {
    BigDecimal rate = exact(0.001);
    BigDecimal decay = exact(0.95);
    OptimizerCheck.Reference sums =
        g -> {
          BigDecimal start = decay.pow(g.size(), EXACT).multiply(exact(epsilon), EXACT);
          BigDecimal seen = ONE.subtract(decay).multiply(decayed(decay, squares(g)), EXACT);
          BigDecimal root = start.add(seen, EXACT).sqrt(EXACT);
          return rate.multiply(g.get(g.size() - 1), EXACT).divide(root.add(exact(epsilon)), EXACT);
        };
    assertFollows(sums, new RmsProp(0.001, 0.95, epsilon), FIVE_STEPS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-8, 0.01, 1})
  void agreesWithDl4j(double epsilon) {
    assertAgreesWithDl4j(
        new RmsProp(0.001, 0.95, epsilon),
        new org.nd4j.linalg.learning.config.RmsProp(0.001, 0.95, epsilon));
  }
}
