package gradtwin.twin.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeanSquaredErrorTest {
  private static final Loss LOSS = new MeanSquaredError();
  private static final Tensor O = Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
  private static final Tensor Y = Tensor.matrix(new double[] {0, 4, 3}, new double[] {1, 5, 8});

  /** Two roundings of numbers near 1. */
  private static final double ROUNDINGS = 2 * Math.ulp(1.0);

  /**
   *
   *
   * <pre>
   * o - y = (1 -2  0)    L  = (1 + 4 + 0 + 9 + 0 + 4) / 6 = 18/6 = 3
   *         (3  0 -2)    do = 2/6 (o - y)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals(3, loss.value(O, Y));
    assertArrayEquals(
        new double[] {1 / 3.0, -2 / 3.0, 0, 1, 0, -2 / 3.0},
        loss.gradient(O, Y).values(),
        ROUNDINGS);
  }

  @Test
  void gradient() {
    assertEquals(6, GradientCheck.loss(LOSS, O.copy(), Y).assertPasses().checked());
  }

  @Test
  void refusesOtherShapes() {
    Tensor other = Tensor.zeros(Shape.of(3, 2));
    assertThrows(IllegalArgumentException.class, () -> LOSS.value(O, other));
    assertThrows(IllegalArgumentException.class, () -> LOSS.gradient(O, other));
  }
}
