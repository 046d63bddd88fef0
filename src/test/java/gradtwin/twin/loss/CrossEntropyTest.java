package gradtwin.twin.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrossEntropyTest {
  private static final Loss LOSS = new CrossEntropy();
  private static final Tensor O =
      Tensor.matrix(new double[] {0.25, 0.5, 0.25}, new double[] {0.5, 0.25, 0.25});

  /** One-hot in the first row; in the second, labels that sum to 3. */
  private static final Tensor Y = Tensor.matrix(new double[] {0, 1, 0}, new double[] {2, 0, 1});

  /**
   *
   *
   * <pre>
   * -y log o = (0         log 2  0      )    L = 5 log 2 / 2
   *            (2 log 2   0      2 log 2)
   * -y/o / 2 = ( 0 -1  0)
   *            (-2  0 -2)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals(2.5 * Math.log(2), loss.value(O, Y), 2 * Math.ulp(2.0));
    assertArrayEquals(new double[] {0, -1, 0, -2, 0, -2}, loss.gradient(O, Y).values());
  }

  /** What is certain and right costs nothing, what is certain and wrong costs everything. */
  @ParameterizedTest
  @EnumSource
  void certainty(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    Tensor certain = Tensor.matrix(new double[] {1, 0});
    assertEquals(0, loss.value(certain, Tensor.matrix(new double[] {1, 0})));
    assertArrayEquals(
        new double[] {-1, 0}, loss.gradient(certain, Tensor.matrix(new double[] {1, 0})).values());
    assertEquals(Double.POSITIVE_INFINITY, loss.value(certain, Tensor.matrix(new double[] {0, 1})));
  }

  @Test
  void gradient() {
    assertEquals(6, GradientCheck.loss(LOSS, O.copy(), Y).assertPasses().checked());
  }
}
