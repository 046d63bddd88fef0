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

class AbsoluteErrorTest {
  private static final Loss LOSS = new AbsoluteError();
  private static final Tensor O = Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
  private static final Tensor Y = Tensor.matrix(new double[] {0, 4, 3}, new double[] {1, 5, 8});

  /** Some roundings of numbers near 1. */
  private static final double ROUNDINGS = 4 * Math.ulp(1.0);

  /**
   *
   *
   * <pre>
   * o - y = (1 -2  0)    L  = (1 + 2 + 0 + 3 + 0 + 2) / 2 = 4
   *         (3  0 -2)    do = 1/2 sign(o - y), with 0 at the two kinks
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals(4, loss.value(O, Y), ROUNDINGS);
    assertArrayEquals(
        new double[] {0.5, -0.5, 0, 0.5, 0, -0.5}, loss.gradient(O, Y).values(), ROUNDINGS);
  }

  @Test
  void gradient() {
    GradientCheck check = GradientCheck.loss(LOSS, O.copy(), Y).assertPasses();
    assertEquals(4, check.checked());
    assertEquals(2, check.kinks());
  }

  @Test
  void refusesOtherShapes() {
    Tensor other = Tensor.zeros(Shape.of(5, 7));
    assertThrows(IllegalArgumentException.class, () -> LOSS.value(O, other));
    assertThrows(IllegalArgumentException.class, () -> LOSS.gradient(O, other));
  }
}
