package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two examples of three elements:
 *
 * <pre>
 * alpha = (2 3 -1)    x = (-1  2 -3)    y = (-2 2   3)    dy = (1 2 3)
 *                         ( 0 -4 -300)      ( 0 -12 300)       (4 5 6)
 *
 * dx = (2 2 -3)    dalpha = (-1 * 1  -4 * 5  -3 * 3 - 300 * 6) = (-1 -20 -1809)
 *      (4 15 -6)
 * </pre>
 */
class PreluLayerTest {
  private static final Tensor X =
      Tensor.matrix(new double[] {-1, 2, -3}, new double[] {0, -4, -300});
  private static final Tensor DY = Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});

  private final Parameter alpha =
      new Parameter("W", Tensor.vector(2, 3, -1), Parameter.Role.WEIGHT, Penalty.NONE);
  private final PreluLayer layer = new PreluLayer(alpha);

  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    Layer.Pass pass = forward.of(layer, X, Step.training(0));
    assertArrayEquals(new double[] {-2, 2, 3, 0, -12, 300}, pass.output().values());
    pass.backward(DY.times(100)); // is overwritten
    assertArrayEquals(new double[] {2, 2, -3, 4, 15, -6}, pass.backward(DY).values());
    assertArrayEquals(new double[] {-1, -20, -1809}, alpha.gradient().values());
  }

  /** 3 of alpha and 5 of x: the sixth is 0, on the kink. */
  @Test
  void gradients() {
    GradientCheck check = GradientCheck.layer(layer, X.copy()).assertPasses();
    assertEquals(8, check.checked());
    assertEquals(1, check.kinks());
  }

  @Test
  void theSideOfEachElementTellsThePieces() {
    Tensor other = X.copy();
    other.values()[1] = -2;
    int piece = layer.forward(X, Step.PREDICTION).piece();
    assertNotEquals(piece, layer.forward(other, Step.PREDICTION).piece());
    assertEquals(piece, layer.forward(X.times(0.5), Step.PREDICTION).piece());
  }

  @Test
  void refusesExamplesOfAnotherShape() {
    assertThrows(
        IllegalArgumentException.class,
        () -> layer.forward(Tensor.zeros(Shape.of(3, 2)), Step.PREDICTION));
  }
}
