package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.DropoutMask;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutLayerTest {
  private static final DropoutMask MASK = new DropoutMask(1, 2, 0.25);
  private static final DropoutLayer LAYER = new DropoutLayer(MASK);
  private static final Tensor X = GradientCheck.random(Tensor.zeros(Shape.of(4, 5)), 1);
  private static final Tensor DY = GradientCheck.random(Tensor.zeros(Shape.of(4, 5)), 2);

  /** The mask of the caller, element by element, on the way there and on the way back. */
  @Test
  void usesTheMaskItWasGiven() {
    Layer.Pass pass = LAYER.forward(X, Step.training(3));
    Tensor dx = pass.backward(DY);
    int dropped = 0;
    for (int i = 0; i < X.size(); i++) {
      double factor = MASK.factor(3, i);
      assertEquals(X.values()[i] * factor, pass.output().values()[i]);
      assertEquals(DY.values()[i] * factor, dx.values()[i]);
      dropped += factor == 0 ? 1 : 0;
    }
    assertTrue(dropped > 0 && dropped < X.size(), dropped + " dropped");
  }

  @Test
  void eachIterationDropsOthers() {
    double[] first = LAYER.forward(X, Step.training(0)).output().values();
    double[] second = LAYER.forward(X, Step.training(1)).output().values();
    assertFalse(Arrays.equals(first, second));
    assertArrayEquals(first, LAYER.forward(X, Step.training(0)).output().values());
  }

  @Test
  void doesNothingInPrediction() {
    Layer.Pass pass = LAYER.forward(X, Step.PREDICTION);
    assertArrayEquals(X.values(), pass.output().values());
    assertArrayEquals(DY.values(), pass.backward(DY).values());
    assertTrue(LAYER.parameters().isEmpty());
  }

  @Test
  void rateZeroDoesNothingEither() {
    Layer.Pass pass = new DropoutLayer(new DropoutMask(1, 2, 0)).forward(X, Step.training(0));
    assertArrayEquals(X.values(), pass.output().values());
  }

  @Test
  void gradient() {
    assertEquals(20, GradientCheck.layer(LAYER, X.copy()).assertPasses().checked());
  }
}
