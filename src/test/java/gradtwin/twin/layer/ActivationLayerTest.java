package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.activation.LeakyRelu;
import gradtwin.twin.activation.Softmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationLayerTest {
  private static final Tensor X = Tensor.matrix(new double[] {1, -2, 3}, new double[] {-4, 5, -6});

  /** Slope 1/2 below 0: y = (1 -1 3), (-2 5 -3); dx = dy where x is positive, else dy/2. */
  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    ActivationLayer layer = new ActivationLayer(new LeakyRelu(0.5));
    Layer.Pass pass = forward.of(layer, X, Step.PREDICTION);
    assertTrue(layer.parameters().isEmpty());
    assertArrayEquals(new double[] {1, -1, 3, -2, 5, -3}, pass.output().values());
    Tensor dy = Tensor.matrix(new double[] {2, 4, 6}, new double[] {8, 10, 12});
    assertArrayEquals(new double[] {2, 2, 6, 4, 10, 6}, pass.backward(dy).values());
  }

  @Test
  void tellsThePieceOfItsActivation() {
    ActivationLayer layer = new ActivationLayer(new LeakyRelu(0.5));
    assertNotEquals(
        layer.forward(X, Step.PREDICTION).piece(),
        layer.forward(X.times(-1), Step.PREDICTION).piece());
  }

  @Test
  void gradients() {
    assertEquals(
        6,
        GradientCheck.layer(new ActivationLayer(new LeakyRelu(0.5)), X.copy())
            .assertPasses()
            .checked());
    assertEquals(
        6,
        GradientCheck.layer(new ActivationLayer(new Softmax()), X.copy()).assertPasses().checked());
  }
}
