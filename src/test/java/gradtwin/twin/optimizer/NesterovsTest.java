package gradtwin.twin.optimizer;

import static gradtwin.twin.optimizer.OptimizerCheck.EXACT;
import static gradtwin.twin.optimizer.OptimizerCheck.FIVE_STEPS;
import static gradtwin.twin.optimizer.OptimizerCheck.assertAgreesWithDl4j;
import static gradtwin.twin.optimizer.OptimizerCheck.assertFollows;
import static gradtwin.twin.optimizer.OptimizerCheck.decayed;
import static gradtwin.twin.optimizer.OptimizerCheck.exact;
import static gradtwin.twin.optimizer.OptimizerCheck.steps;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class NesterovsTest {
  /**
   * Rate 1/4, momentum 1/2, g = 1 twice: v = -1/4, u = 0 + 3/2 * 1/4 = 3/8; then v = -1/8 - 1/4 =
   * -3/8, u = -1/8 + 3/2 * 3/8 = 7/16.
   */
  @Test
  void byHand() {
    assertArrayEquals(new double[] {0.375, 0.4375}, steps(new Nesterovs(0.25, 0.5), 1, 1));
  }

  /** Without momentum it is gradient descent. */
  @Test
  void noMomentum() {
    assertArrayEquals(steps(new Sgd(0.25), 1, -2, 4), steps(new Nesterovs(0.25, 0), 1, -2, 4), 0);
  }

  /**
   * As Sutskever et al. write it, the parameters move by v_t = momentum v_{t-1} - rate g_t, and g_t
   * is taken at the look-ahead point w + momentum v. Those look-ahead points are what is stored, so
   * the step is the difference of two of them.
   */
  @Test
  void fiveSteps() {
    BigDecimal rate = exact(0.1);
    BigDecimal momentum = exact(0.9);
    OptimizerCheck.Reference lookAhead =
        g -> {
          BigDecimal before = BigDecimal.ZERO;
          BigDecimal point = BigDecimal.ZERO; // where the parameters are, without look-ahead
          BigDecimal after = BigDecimal.ZERO;
          for (int t = 1; t <= g.size(); t++) {
            List<BigDecimal> sofar = g.subList(0, t);
            BigDecimal v = rate.multiply(decayed(momentum, sofar), EXACT).negate();
            before = after;
            point = point.add(v, EXACT);
            after = point.add(momentum.multiply(v, EXACT), EXACT);
          }
          return before.subtract(after, EXACT);
        };
    assertFollows(lookAhead, new Nesterovs(0.1, 0.9), FIVE_STEPS);
  }

  @Test
  void agreesWithDl4j() {
    assertAgreesWithDl4j(
        new Nesterovs(0.1, 0.9), new org.nd4j.linalg.learning.config.Nesterovs(0.1, 0.9));
  }
}
