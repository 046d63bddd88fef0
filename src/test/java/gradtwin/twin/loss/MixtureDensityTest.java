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

class MixtureDensityTest {
  private static final Loss LOSS = new MixtureDensity(1);
  private static final Tensor O = Tensor.matrix(new double[] {5, 0, 2});
  private static final Tensor Y = Tensor.matrix(new double[] {3});

  /** Some roundings of numbers near 1. */
  private static final double ROUNDINGS = 4 * Math.ulp(1.0);

  /**
   *
   *
   * <pre>
   * alpha = 1, sigma = 1, |y - m| = 1    L  = log sqrt(2 pi) + 1/2
   *                                      do = (0  1 - 1  2 - 3)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    assertEquals((Math.log(2 * Math.PI) + 1) / 2, loss.value(O, Y), ROUNDINGS);
    assertArrayEquals(new double[] {0, 0, -1}, loss.gradient(O, Y).values(), ROUNDINGS);
  }

  @Test
  void gradient() {
    GradientCheck check = GradientCheck.loss(LOSS, O.copy(), Y).assertPasses();
    assertEquals(3, check.checked());
  }

  /** Two Gaussians in two dimensions. */
  @Test
  void gradientOfAMixture() {
    Tensor o =
        Tensor.matrix(
            new double[] {0.5, -0.25, 0.125, -0.5, 1, 0.5, -1, 0.25},
            new double[] {0, 1, -0.5, 0.25, -1, 0, 0.5, 2});
    Tensor y = Tensor.matrix(new double[] {0.75, 0.25}, new double[] {-0.5, 1});
    assertEquals(16, GradientCheck.loss(new MixtureDensity(2), o, y).assertPasses().checked());
  }

  /** A label that no Gaussian is near costs much and not infinity. */
  @ParameterizedTest
  @EnumSource
  void extremes(Evaluation evaluation) {
    Loss loss = evaluation.of(LOSS);
    Tensor far = Tensor.matrix(new double[] {302});
    assertEquals(Math.log(2 * Math.PI) / 2 + 45_000, loss.value(O, far.times(1)), 1e-11);
    assertEquals(-300, loss.gradient(O, far).values()[2], ROUNDINGS);
  }

  /** Weights 1/4 and 3/4 of the means 4 and 8. */
  @Test
  void estimateIsTheMeanOfTheMixture() {
    Tensor o = Tensor.matrix(new double[] {0, Math.log(3), 0.5, -0.5, 4, 8});
    assertEquals(7, new MixtureDensity(2).estimate(o).at(0, 0), 8 * ROUNDINGS);
  }

  @Test
  void refusesOtherShapes() {
    Tensor other = Tensor.zeros(Shape.of(5, 7));
    assertThrows(IllegalArgumentException.class, () -> LOSS.value(O, other));
    assertThrows(IllegalArgumentException.class, () -> LOSS.gradient(O, other));
  }
}
