package gradtwin.twin.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BinaryCrossEntropyTest {
  private static final Loss LOSS = new BinaryCrossEntropy();
  private static final Tensor O =
      Tensor.matrix(new double[] {0.5, 0.25, 0.75}, new double[] {0.5, 0.75, 0.25});
  private static final Tensor Y = Tensor.matrix(new double[] {1, 0, 1}, new double[] {0, 0, 1});

  /** A few roundings of numbers near 2. */
  private static final double ROUNDINGS = 4 * Math.ulp(2.0);

  /**
   * The label's probability is (1/2 3/4 3/4) and (1/2 1/4 1/4), so
   *
   * <pre>
   * L  = (log 2 + log 4/3 + log 4/3 + log 2 + 2 log 2 + 2 log 2) / 2 = 3 log 2 + log 4/3
   * do = 1/2 (-2 4/3 -4/3)
   *          ( 2 4   -4  )
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals(3 * Math.log(2) + Math.log(4 / 3.0), loss.value(O, Y), ROUNDINGS);
    assertArrayEquals(
        new double[] {-1, 2 / 3.0, -2 / 3.0, 1, 2, -2}, loss.gradient(O, Y).values(), ROUNDINGS);
  }

  /**
   * What is certain and right costs nothing, and its slope is that of -log at 1: dL/do = -1 for y =
   * 1, and 1 for y = 0. What is certain and wrong costs everything.
   */
  @ParameterizedTest
  @EnumSource
  void certainty(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    Tensor certain = Tensor.matrix(new double[] {1, 0});
    Tensor right = Tensor.matrix(new double[] {1, 0});
    Tensor wrong = Tensor.matrix(new double[] {0, 1});
    assertEquals(0, loss.value(certain, right), 0);
    assertArrayEquals(new double[] {-1, 1}, loss.gradient(certain, right).values());
    assertEquals(Double.POSITIVE_INFINITY, loss.value(certain, wrong));
  }

  @Test
  void theSlopeOfWhatIsCertainAndWrong() {
    Tensor certain = Tensor.matrix(new double[] {1, 0});
    assertArrayEquals(
        new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
        LOSS.gradient(certain, Tensor.matrix(new double[] {0, 1})).values());
  }

  /** Labels may be probabilities: at o = y the slope is 0. */
  @ParameterizedTest
  @EnumSource
  void softLabels(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertArrayEquals(new double[6], loss.gradient(O, O).values(), ROUNDINGS);
    Tensor soft = Tensor.matrix(new double[] {0.3, 0.9, 0.6}, new double[] {0.1, 0.5, 0.25});
    assertEquals(6, GradientCheck.loss(LOSS, O.copy(), soft).assertPasses().checked());
  }

  @Test
  void gradient() {
    assertEquals(6, GradientCheck.loss(LOSS, O.copy(), Y).assertPasses().checked());
  }
}
