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

class MultiLabelTest {
  private static final Loss LOSS = new MultiLabel();
  private static final Tensor O = Tensor.matrix(new double[] {0, Math.log(2), Math.log(4)});
  private static final Tensor Y = Tensor.matrix(new double[] {1, 0, 1});

  /** Some roundings of numbers near 1. */
  private static final double ROUNDINGS = 4 * Math.ulp(1.0);

  /**
   *
   *
   * <pre>
   * pairs (has, has not): exp(log 2 - 0) = 2, exp(log 2 - log 4) = 1/2
   * L  = (2 + 1/2) / 2 = 5/4
   * do = (-1 5/4 -1/4)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals(1.25, loss.value(O, Y), ROUNDINGS);
    assertArrayEquals(new double[] {-1, 1.25, -0.25}, loss.gradient(O, Y).values(), ROUNDINGS);
  }

  @Test
  void gradient() {
    GradientCheck check = GradientCheck.loss(LOSS, O.copy(), Y).assertPasses();
    assertEquals(3, check.checked());
  }

  /** An example that has all classes or none has nothing to rank. */
  @ParameterizedTest
  @EnumSource
  void allOrNone(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    Tensor o = Tensor.matrix(new double[] {1, 2}, new double[] {3, 4});
    Tensor y = Tensor.matrix(new double[] {1, 1}, new double[] {0, 0});
    assertEquals(0, loss.value(o, y));
    assertArrayEquals(new double[4], loss.gradient(o, y).values());
  }

  @Test
  void refusesOtherShapes() {
    Tensor other = Tensor.zeros(Shape.of(5, 7));
    assertThrows(IllegalArgumentException.class, () -> LOSS.value(O, other));
    assertThrows(IllegalArgumentException.class, () -> LOSS.gradient(O, other));
  }
}
