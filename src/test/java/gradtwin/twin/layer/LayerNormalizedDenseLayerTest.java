package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.activation.Tanh;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One example of two features, four neurons:
 *
 * <pre>
 * x = (1 1)    W = ( 1 -1 0 0)    a = x W = (0 0 4 4)    mu = 2    s = 2    h = (-1 -1 1 1)
 *                  (-1  1 4 4)
 * g = (1 2 3 4)    b = (0 0 0 1)    z = (-1 -2 3 5)
 *
 * dy = (1 1 2 -1)    dg = dy h = (-1 -1 2 -1)    db = dy
 * dh = g dy = (1 2 6 -4)    mean 5/4    mean of dh h = (-1 - 2 + 6 - 4) / 4 = -1/4
 * da = (dh - 5/4 + h/4) / 2 = (-1/4 1/4 5/2 -5/2)
 *
 * dW = xᵀ da: both rows are da    dx = da Wᵀ = (-1/4 - 1/4  1/4 + 1/4 + 10 - 10) = (-1/2 1/2)
 * </pre>
 */
class LayerNormalizedDenseLayerTest {
  private static final Tensor X = Tensor.matrix(new double[] {1, 1});
  private static final Tensor DY = Tensor.matrix(new double[] {1, 1, 2, -1});
  private static final double[] DA = {-0.25, 0.25, 2.5, -2.5};

  private final Parameter weights =
      new Parameter(
          "W",
          Tensor.matrix(new double[] {1, -1, 0, 0}, new double[] {-1, 1, 4, 4}),
          Parameter.Role.WEIGHT,
          Penalty.NONE);
  private final Parameter gain =
      new Parameter("g", Tensor.vector(1, 2, 3, 4), Parameter.Role.WEIGHT, Penalty.NONE);
  private final Parameter bias =
      new Parameter("b", Tensor.vector(0, 0, 0, 1), Parameter.Role.BIAS, Penalty.NONE);

  private LayerNormalizedDenseLayer layer(Activation activation) {
    return new LayerNormalizedDenseLayer(weights, gain, Optional.of(bias), activation);
  }

  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    LayerNormalizedDenseLayer layer = layer(new Identity());
    assertEquals(List.of(weights, bias, gain), layer.parameters());
    Layer.Pass pass = forward.of(layer, X, Step.training(0));
    assertArrayEquals(new double[] {-1, -2, 3, 5}, pass.output().values());
    assertArrayEquals(new double[] {-0.5, 0.5}, pass.backward(DY).values());
    gradientsAreRight();
    pass.backward(DY.times(3));
    pass.backwardToParameters(DY);
    gradientsAreRight();
  }

  private void gradientsAreRight() {
    assertArrayEquals(
        new double[] {DA[0], DA[1], DA[2], DA[3], DA[0], DA[1], DA[2], DA[3]},
        weights.gradient().values());
    assertArrayEquals(new double[] {-1, -1, 2, -1}, gain.gradient().values());
    assertArrayEquals(new double[] {1, 1, 2, -1}, bias.gradient().values());
  }

  @ParameterizedTest
  @EnumSource
  void withoutBias(Forward forward) {
    LayerNormalizedDenseLayer layer =
        new LayerNormalizedDenseLayer(weights, gain, Optional.empty(), new Identity());
    assertEquals(List.of(weights, gain), layer.parameters());
    Layer.Pass pass = forward.of(layer, X, Step.training(0));
    assertArrayEquals(new double[] {-1, -2, 3, 4}, pass.output().values());
    assertArrayEquals(new double[] {-0.5, 0.5}, pass.backward(DY).values());
  }

  /** x = 0 makes all sums equal: z is the bias, and nothing goes back. */
  @ParameterizedTest
  @EnumSource
  void equalSums(Forward forward) {
    Layer.Pass pass = forward.of(layer(new Identity()), X.zerosLike(), Step.training(0));
    assertArrayEquals(new double[] {0, 0, 0, 1}, pass.output().values());
    assertArrayEquals(new double[2], pass.backward(DY).values());
    assertArrayEquals(new double[4], gain.gradient().values());
  }

  /** Each step of a sequence is normalized by itself: [1, 2, 2] with the steps (1 1) and (3 3). */
  @ParameterizedTest
  @EnumSource
  void sequences(Forward forward) {
    Tensor x = Tensor.of(Shape.of(1, 2, 2), new double[] {1, 3, 1, 3});
    Layer.Pass pass = forward.of(layer(new Identity()), x, Step.training(0));
    assertArrayEquals(new double[] {-1, -1, -2, -2, 3, 3, 5, 5}, pass.output().values());
    Tensor dy = Tensor.of(Shape.of(1, 4, 2), new double[] {1, 0, 1, 0, 2, 0, -1, 0});
    assertArrayEquals(new double[] {-0.5, 0, 0.5, 0}, pass.backward(dy).values());
    gradientsAreRight();
  }

  /** A step that is not there leaves 0, whatever the bias is, and nothing goes back from it. */
  @ParameterizedTest
  @EnumSource
  void maskedSequences(Forward forward) {
    Tensor x = Tensor.of(Shape.of(1, 2, 2), new double[] {1, 3, 1, 2});
    Step step = Step.training(0).withMask(Optional.of(Tensor.matrix(new double[] {1, 0})));
    Layer.Pass pass = forward.of(layer(new Identity()), x, step);
    assertArrayEquals(new double[] {-1, 0, -2, 0, 3, 0, 5, 0}, pass.output().values(), 1e-15);
    Tensor dy = Tensor.of(Shape.of(1, 4, 2), new double[] {1, 9, 1, 8, 2, 7, -1, 6});
    assertArrayEquals(new double[] {-0.5, 0, 0.5, 0}, pass.backward(dy).values(), 1e-15);
    gradientsAreRight();
    Layer.Pass sigmoid = forward.of(layer(new Sigmoid()), x, step);
    assertEquals(0, sigmoid.output().at(0, 0, 1));
  }

  @Test
  void gradients() {
    // 4 of x, 8 of W, 4 of g and 4 of b
    Tensor x = Tensor.matrix(new double[] {0.5, -0.25}, new double[] {-0.125, 1});
    for (Activation activation : new Activation[] {new Identity(), new Tanh(), new Softmax()}) {
      assertEquals(20, GradientCheck.layer(layer(activation), x).assertPasses().checked());
    }
  }

  @Test
  void refusesShapesThatDoNotFit() {
    Parameter narrow = new Parameter("g", Tensor.vector(1), Parameter.Role.WEIGHT, Penalty.NONE);
    assertThrows(
        IllegalArgumentException.class,
        () -> new LayerNormalizedDenseLayer(weights, narrow, Optional.of(bias), new Identity()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LayerNormalizedDenseLayer(weights, gain, Optional.of(narrow), new Identity()));
  }
}
