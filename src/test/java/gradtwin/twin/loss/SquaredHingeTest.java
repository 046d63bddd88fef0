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

class SquaredHingeTest {
  private static final Loss LOSS = new SquaredHinge();
  private static final Tensor O = Tensor.matrix(new double[] {2, -1, 0}, new double[] {1, 3, -2});
  private static final Tensor Y = Tensor.matrix(new double[] {1, -1, 1}, new double[] {-1, 1, 1});

  /** Some roundings of numbers near 1. */
  private static final double ROUNDINGS = 4 * Math.ulp(1.0);

  /**
   *
   *
   * <pre>
   * 1 - y o = (-1  0 1)    L  = (0 + 0 + 1 + 4 + 0 + 9) / 2 = 7
   *           ( 2 -2 3)    do = -2/2 y max(0, 1 - y o)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals(7, loss.value(O, Y), ROUNDINGS);
    assertArrayEquals(new double[] {0, 0, -1, 2, 0, -3}, loss.gradient(O, Y).values(), ROUNDINGS);
  }

  @Test
  void gradient() {
    GradientCheck check = GradientCheck.loss(LOSS, O.copy(), Y).assertPasses();
    assertEquals(5, check.checked());
    assertEquals(1, check.kinks());
  }

  @Test
  void refusesOtherShapes() {
    Tensor other = Tensor.zeros(Shape.of(5, 7));
    assertThrows(IllegalArgumentException.class, () -> LOSS.value(O, other));
    assertThrows(IllegalArgumentException.class, () -> LOSS.gradient(O, other));
  }
}
