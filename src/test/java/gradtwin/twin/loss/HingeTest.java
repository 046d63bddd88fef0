package gradtwin.twin.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HingeTest {
  private static final Loss LOSS = new Hinge();
  private static final Tensor O = Tensor.matrix(new double[] {2, -1, 0}, new double[] {1, 3, -2});
  private static final Tensor Y = Tensor.matrix(new double[] {1, -1, 1}, new double[] {-1, 1, 1});

  /**
   *
   *
   * <pre>
   * 1 - y o = (-1  0 1)    L  = (0 + 0 + 1 + 2 + 0 + 3) / 2 = 3
   *           ( 2 -2 3)    do = 1/2 (0 0 -1)    with 0 at the kink, where y o = 1
   *                                 (1 0 -1)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals(3, loss.value(O, Y));
    assertArrayEquals(new double[] {0, 0, -0.5, 0.5, 0, -0.5}, loss.gradient(O, Y).values());
  }

  @Test
  void gradientBesideTheKink() {
    GradientCheck check = GradientCheck.loss(LOSS, O.copy(), Y).assertPasses();
    assertEquals(5, check.checked());
    assertEquals(1, check.kinks());
  }
}
