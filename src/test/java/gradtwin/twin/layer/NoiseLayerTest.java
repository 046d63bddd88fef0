package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.noise.Affine;
import gradtwin.twin.noise.AlphaDropout;
import gradtwin.twin.noise.Dropout;
import gradtwin.twin.noise.NoiseSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoiseLayerTest {
  private static final NoiseSource NOISE = NoiseSource.ofLayer(new AlphaDropout(0.25), 1, 2);
  private static final NoiseLayer LAYER = new NoiseLayer(NOISE);
  private static final Tensor X = GradientCheck.random(Tensor.zeros(Shape.of(4, 5)), 1);
  private static final Tensor DY = GradientCheck.random(Tensor.zeros(Shape.of(4, 5)), 2);

  /** The noise of the caller, on the way there and on the way back. */
  @ParameterizedTest
  @EnumSource
  void usesTheNoiseItWasGiven(Forward forward) {
    Layer.Pass pass = forward.of(LAYER, X, Step.training(3));
    Affine change = NOISE.at(3, X.shape());
    assertArrayEquals(change.forward(X).values(), pass.output().values());
    assertArrayEquals(change.backward(DY).values(), pass.backward(DY).values(), 1e-15);
  }

  @ParameterizedTest
  @EnumSource
  void eachIterationHasNoiseOfItsOwn(Forward forward) {
    double[] first = forward.of(LAYER, X, Step.training(0)).output().values();
    double[] second = forward.of(LAYER, X, Step.training(1)).output().values();
    assertFalse(Arrays.equals(first, second));
    assertArrayEquals(first, forward.of(LAYER, X, Step.training(0)).output().values());
  }

  @ParameterizedTest
  @EnumSource
  void doesNothingInPrediction(Forward forward) {
    Layer.Pass pass = forward.of(LAYER, X, Step.PREDICTION);
    assertArrayEquals(X.values(), pass.output().values());
    assertArrayEquals(DY.values(), pass.backward(DY).values());
    assertTrue(LAYER.parameters().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void rateZeroDoesNothingEither(Forward forward) {
    NoiseLayer layer = new NoiseLayer(NoiseSource.ofLayer(new Dropout(0), 1, 2));
    assertArrayEquals(X.values(), forward.of(layer, X, Step.training(0)).output().values());
  }

  @Test
  void gradient() {
    assertEquals(20, GradientCheck.layer(LAYER, X.copy()).assertPasses().checked());
  }
}
