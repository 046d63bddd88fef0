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

class MeanAbsolutePercentageErrorTest {
  private static final Loss LOSS = new MeanAbsolutePercentageError();
  private static final Tensor O = Tensor.matrix(new double[] {1, -5, 4, 7});
  private static final Tensor Y = Tensor.matrix(new double[] {2, -4, 4, 7});

  /** Some roundings of numbers near 16. */
  private static final double ROUNDINGS = 4 * Math.ulp(16.0);

  /**
   *
   *
   * <pre>
   * |(y - o)/y| = (1/2 1/4 0 0)    L  = 100/4 * 3/4 = 75/4
   *                                do = 100/4 (-1/2 -1/4 0 0), with 0 at the two kinks
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals(18.75, loss.value(O, Y), ROUNDINGS);
    assertArrayEquals(new double[] {-12.5, -6.25, 0, 0}, loss.gradient(O, Y).values(), ROUNDINGS);
  }

  @Test
  void gradient() {
    GradientCheck check = GradientCheck.loss(LOSS, O.copy(), Y).assertPasses();
    assertEquals(2, check.checked());
    assertEquals(2, check.kinks());
  }

  @Test
  void refusesOtherShapes() {
    Tensor other = Tensor.zeros(Shape.of(5, 7));
    assertThrows(IllegalArgumentException.class, () -> LOSS.value(O, other));
    assertThrows(IllegalArgumentException.class, () -> LOSS.gradient(O, other));
  }
}
