package gradtwin.twin.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeanAbsoluteErrorTest {
  private static final Loss LOSS = new MeanAbsoluteError();
  private static final Tensor O = Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
  private static final Tensor Y = Tensor.matrix(new double[] {0, 4, 3}, new double[] {1, 5, 8});

  /**
   *
   *
   * <pre>
   * o - y = (1 -2  0)    L  = (1 + 2 + 0 + 3 + 0 + 2) / 6 = 8/6
   *         (3  0 -2)    do = 1/6 sign(o - y), which is 0 at the two kinks
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals(8 / 6.0, loss.value(O, Y), Math.ulp(1.0));
    assertArrayEquals(
        new double[] {1 / 6.0, -1 / 6.0, 0, 1 / 6.0, 0, -1 / 6.0}, loss.gradient(O, Y).values());
  }

  @Test
  void gradientBesideTheKinks() {
    GradientCheck check = GradientCheck.loss(LOSS, O.copy(), Y).assertPasses();
    assertEquals(4, check.checked());
    assertEquals(2, check.kinks());
  }
}
