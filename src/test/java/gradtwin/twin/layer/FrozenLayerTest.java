package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrozenLayerTest {
  private static final Tensor X = Tensor.matrix(new double[] {1, 2}, new double[] {3, 6});

  private final Parameter weights =
      new Parameter(
          "W",
          Tensor.matrix(new double[] {2}, new double[] {-1}),
          Parameter.Role.WEIGHT,
          new Penalty(0, 0.5, 0));
  private final FrozenLayer dense =
      FrozenLayer.of(new DenseLayer(weights, Optional.empty(), new Relu()));

  private static Parameter statistic(String key, double value) {
    return new Parameter(key, Tensor.vector(value, value), Parameter.Role.STATISTIC, Penalty.NONE);
  }

  /** With running mean 1, variance 3, epsilon 1, gamma 2 and beta 0: y = x - 1. */
  private static FrozenLayer normalization() {
    return FrozenLayer.of(
        new BatchNormalizationLayer(
            new BatchNormalizationLayer.Scaling(
                statistic("gamma", 2).renamed("gamma", Parameter.Role.WEIGHT),
                statistic("beta", 0).renamed("beta", Parameter.Role.WEIGHT),
                false),
            statistic("mean", 1),
            statistic("var", 3),
            1,
            0.9));
  }

  @Test
  void parametersAreFrozenAndSharedAndNotPenalized() {
    Parameter frozen = dense.parameters().get(0);
    assertEquals("W", frozen.key());
    assertEquals(Parameter.Role.FROZEN, frozen.role());
    assertEquals(Penalty.NONE, frozen.penalty());
    assertSame(weights.value(), frozen.value());
  }

  /** z = 2 - 2 and 6 - 6 lie on the kink; with W = (2 -1/2) they are 1 and 3, and dx = dy Wᵀ. */
  @ParameterizedTest
  @EnumSource
  void theDeltaPasses(Forward forward) {
    weights.value().values()[1] = -0.5;
    Layer.Pass pass = forward.of(dense, X, Step.training(0));
    assertArrayEquals(new double[] {1, 3}, pass.output().values());
    Tensor dy = Tensor.matrix(new double[] {1}, new double[] {4});
    assertArrayEquals(new double[] {2, -0.5, 8, -2}, pass.backward(dy).values());
  }

  @ParameterizedTest
  @EnumSource
  void itsActivationCanBeTaken(Forward forward) {
    ActivatedLayer activated = assertInstanceOf(ActivatedLayer.class, dense);
    assertEquals(Relu.class, activated.activation().getClass());
    Layer bare = activated.withActivation(new Identity());
    weights.value().values()[1] = -3;
    assertArrayEquals(
        new double[] {-4, -12}, forward.of(bare, X, Step.training(0)).output().values());
    assertEquals(Parameter.Role.FROZEN, bare.parameters().get(0).role());
  }

  @ParameterizedTest
  @EnumSource
  void trainingIsPrediction(Forward forward) {
    Layer.Pass pass = forward.of(normalization(), X, Step.training(0));
    assertArrayEquals(new double[] {0, 1, 2, 5}, pass.output().values());
    assertArrayEquals(new double[] {0, 1, 2, 5}, pass.backward(pass.output()).values());
  }

  /** Only x: 4 elements. */
  @Test
  void gradients() {
    assertEquals(4, GradientCheck.layer(normalization(), X.copy()).assertPasses().checked());
  }
}
