package gradtwin.twin.optimizer;

import static gradtwin.twin.optimizer.OptimizerCheck.EXACT;
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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

class NadamTest {
  /** As Adam's: the bias correction of the first step loses 1.1e-16 / 0.001 of itself. */
  private static final double BIAS_CORRECTION = 1.1e-13;

  /**
   * Rate 1, beta1 1/2, beta2 3/4, epsilon 1. g = 4: m = 2, v = 4, the mean ahead 1 + 2 = 3, over
   * 1/2 is 6; v / (1/4) = 16; u = 6 / (4 + 1).
   */
  @Test
  void byHand() {
    assertArrayEquals(new double[] {1.2}, steps(new Nadam(1, 0.5, 0.75, 1), 4), Math.ulp(1.2));
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
          BigDecimal last = ONE.subtract(beta1).multiply(g.get(t - 1), EXACT);
          BigDecimal m = ONE.subtract(beta1).multiply(decayed(beta1, g), EXACT);
          BigDecimal v = ONE.subtract(beta2).multiply(decayed(beta2, squares(g)), EXACT);
          BigDecimal ahead =
              beta1
                  .multiply(m, EXACT)
                  .add(last, EXACT)
                  .divide(ONE.subtract(beta1.pow(t, EXACT)), EXACT);
          BigDecimal root = v.divide(ONE.subtract(beta2.pow(t, EXACT)), EXACT).sqrt(EXACT);
          return rate.multiply(ahead, EXACT).divide(root.add(exact(epsilon), EXACT), EXACT);
        };
    assertFollows(sums, new Nadam(0.001, 0.9, 0.999, epsilon), BIAS_CORRECTION);
  }

  /** DL4J's steps are those of the paper over sqrt(1 - beta2^t), and in nothing else different. */
  @Test
  void dl4jLacksTheCorrectionOfTheMeanSquare() {
    double[] gradients = {0.5, -1, 2, 0.25, 3};
    double[] ours = steps(new Nadam(0.001, 0.9, 0.999, 1e-30), gradients);
    GradientUpdater<?> updater =
        new org.nd4j.linalg.learning.config.Nadam(0.001, 0.9, 0.999, 1e-30)
            .instantiate(Nd4j.create(DataType.DOUBLE, 1, 2), true);
    for (int t = 0; t < gradients.length; t++) {
      INDArray theirs = Nd4j.createFromArray(new double[] {gradients[t]}).reshape(1, 1);
      updater.applyUpdater(theirs, t, 0);
      double tooLong = 1 / Math.sqrt(1 - Math.pow(0.999, t + 1.0));
      assertEquals(
          ours[t] * tooLong, theirs.getDouble(0), BIAS_CORRECTION * Math.abs(ours[t]) * 40);
    }
  }
}
