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

class FMeasureTest {
  private static final Loss LOSS = new FMeasure(1);
  private static final Tensor O = Tensor.matrix(new double[] {0.75}, new double[] {0.25});
  private static final Tensor Y = Tensor.matrix(new double[] {1}, new double[] {0});

  /** Some roundings of numbers near 1. */
  private static final double ROUNDINGS = 4 * Math.ulp(1.0);

  /**
   *
   *
   * <pre>
   * tp = 3/4, fn = fp = 1/4: F = 3/2 / 2 = 3/4    L  = 1/2 (1 - 3/4) = 1/8
   * dF/dp = (2 y D - A) / D^2 = (4 - 3/2)/4, -3/2/4    do = -1/2 (5/8 -3/8)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals(0.125, loss.value(O, Y), ROUNDINGS);
    assertArrayEquals(new double[] {-0.3125, 0.1875}, loss.gradient(O, Y).values(), ROUNDINGS);
  }

  @Test
  void gradient() {
    GradientCheck check = GradientCheck.loss(LOSS, O.copy(), Y).assertPasses();
    assertEquals(2, check.checked());
  }

  /** q stands in the first column, and may be anything. */
  @Test
  void gradientOfTwoColumns() {
    Tensor o = Tensor.matrix(new double[] {0.25, 0.5}, new double[] {0.5, 0.75});
    Tensor y = Tensor.matrix(new double[] {0, 1}, new double[] {1, 0});
    assertEquals(4, GradientCheck.loss(new FMeasure(2), o, y).assertPasses().checked());
  }

  /** With q = 1 - p two columns say what one does. */
  @ParameterizedTest
  @EnumSource
  void twoColumnsAreAsGoodAsOne(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    Tensor o = Tensor.matrix(new double[] {0.25, 0.75}, new double[] {0.75, 0.25});
    Tensor y = Tensor.matrix(new double[] {0, 1}, new double[] {1, 0});
    assertEquals(loss.value(O, Y), loss.value(o, y), ROUNDINGS);
  }

  @ParameterizedTest
  @EnumSource
  void nothingPositiveAndNothingTakenForIt(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    Tensor none = Tensor.matrix(new double[] {0}, new double[] {0});
    assertEquals(0, loss.value(none, none));
    assertArrayEquals(new double[2], loss.gradient(none, none).values());
  }

  @Test
  void refusesOtherShapes() {
    Tensor other = Tensor.zeros(Shape.of(5, 7));
    assertThrows(IllegalArgumentException.class, () -> LOSS.value(O, other));
    assertThrows(IllegalArgumentException.class, () -> LOSS.gradient(O, other));
  }
}
