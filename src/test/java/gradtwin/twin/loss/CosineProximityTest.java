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

class CosineProximityTest {
  private static final Loss LOSS = new CosineProximity();
  private static final Tensor O = Tensor.matrix(new double[] {3, 4});
  private static final Tensor Y = Tensor.matrix(new double[] {4, 3});

  /** Some roundings of numbers near 1. */
  private static final double ROUNDINGS = 4 * Math.ulp(1.0);

  /**
   *
   *
   * <pre>
   * cos = 24/25    L  = -24/25
   *                do = -((4 3)/5 - 24/25 (3 4)/5) / 5 = -(0.224 -0.168) / 5
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals(-0.96, loss.value(O, Y), ROUNDINGS);
    assertArrayEquals(new double[] {-0.0448, 0.0336}, loss.gradient(O, Y).values(), ROUNDINGS);
  }

  @Test
  void gradient() {
    GradientCheck check = GradientCheck.loss(LOSS, O.copy(), Y).assertPasses();
    assertEquals(2, check.checked());
  }

  /** The direction counts, not the length; and nothing has no direction. */
  @ParameterizedTest
  @EnumSource
  void extremes(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    Tensor far = Tensor.matrix(new double[] {3e150, 4e150}, new double[] {0, 0});
    Tensor labels = Tensor.matrix(new double[] {4, 3}, new double[] {1, 0});
    assertEquals(-0.48, loss.value(far, labels), ROUNDINGS);
    assertArrayEquals(new double[] {0, 0}, loss.gradient(O.times(0), Y).values());
    assertArrayEquals(new double[] {0, 0}, loss.gradient(O, Y.times(0)).values());
  }

  @Test
  void refusesOtherShapes() {
    Tensor other = Tensor.zeros(Shape.of(5, 7));
    assertThrows(IllegalArgumentException.class, () -> LOSS.value(O, other));
    assertThrows(IllegalArgumentException.class, () -> LOSS.gradient(O, other));
  }
}
