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
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaDeltaTest {
  /**
   * Decay 1/2, epsilon 1. g = 4: s = 8, u = sqrt(1) / sqrt(9) * 4 = 4/3, x = 8/9. g = 0: no step, s
   * = 4, x = 4/9. g = 6: s = 20, u = sqrt(13/9) / sqrt(21) * 6 = 2 sqrt(13/21).
   */
  @Test
  void byHand() {
    assertArrayEquals(
        new double[] {4.0 / 3, 0, 2 * Math.sqrt(13.0 / 21)},
        steps(new AdaDelta(0.5, 1), 4, 0, 6),
        4 * Math.ulp(1.0));
    assertEquals(1, new AdaDelta(0.5, 1).learningRate());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.01, 1})
  void fiveSteps(double epsilon) {
    BigDecimal decay = exact(0.95);
    OptimizerCheck.Reference sums =
        g -> {
          List<BigDecimal> steps = new ArrayList<>();
          for (int t = 1; t <= g.size(); t++) {
            BigDecimal s =
                ONE.subtract(decay).multiply(decayed(decay, squares(g.subList(0, t))), EXACT);
            BigDecimal x = ONE.subtract(decay).multiply(decayed(decay, squares(steps)), EXACT);
            BigDecimal ratio =
                x.add(exact(epsilon)).sqrt(EXACT).divide(s.add(exact(epsilon)).sqrt(EXACT), EXACT);
            steps.add(ratio.multiply(g.get(t - 1), EXACT));
          }
          return steps.get(steps.size() - 1);
        };
    assertFollows(sums, new AdaDelta(0.95, epsilon), FIVE_STEPS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.01, 1})
  void agreesWithDl4j(double epsilon) {
    assertAgreesWithDl4j(
        new AdaDelta(0.95, epsilon), new org.nd4j.linalg.learning.config.AdaDelta(0.95, epsilon));
  }
}
