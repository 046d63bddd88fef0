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
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small epsilon hides where it is added, so every test here also runs with a large one. */
class AdaGradTest {
  /**
   * h starts at 1e-6. With g = sqrt(3)/1000, h = 1e-6 + 3e-6 and its root is 0.002; with epsilon
   * 0.002 too, u = rate * g / 0.004 = sqrt(3)/4 for rate 1.
   */
  @Test
  void byHand() {
    double u = steps(new AdaGrad(1, 0.002), Math.sqrt(3) / 1000)[0];
    assertEquals(Math.sqrt(3) / 4, u, 2 * Math.ulp(0.5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.01, 1})
  void fiveSteps(double epsilon) {
    OptimizerCheck.Reference sums =
        g -> {
          BigDecimal h = exact(1e-6).add(decayed(ONE, squares(g)), EXACT);
          return exact(0.1)
              .multiply(g.get(g.size() - 1), EXACT)
              .divide(h.sqrt(EXACT).add(exact(epsilon)), EXACT);
        };
    assertFollows(sums, new AdaGrad(0.1, epsilon), FIVE_STEPS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.01, 1})
  void agreesWithDl4j(double epsilon) {
    assertAgreesWithDl4j(
        new AdaGrad(0.1, epsilon), new org.nd4j.linalg.learning.config.AdaGrad(0.1, epsilon));
  }
}
