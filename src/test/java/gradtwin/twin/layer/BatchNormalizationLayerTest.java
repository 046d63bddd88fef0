package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Moment;
import gradtwin.twin.Step;
import gradtwin.twin.Update;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.Sgd;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One channel, four elements, gamma = 2, beta = 1, epsilon = 1, running mean 3 and variance 7,
 * decay 3/4:
 *
 * <pre>
 * x = (0 0 0 4)    mu = 1    v = (1 + 1 + 1 + 9) / 4 = 3    sqrt(v + 1) = 2
 * h = (-1/2 -1/2 -1/2 3/2)    y = 2 h + 1 = (0 0 0 4)
 *
 * dy = (1 0 0 2)    dbeta = 3    dgamma = -1/2 + 3 = 5/2
 * dx = 2/2 (dy - 3/4 - h 5/8) = (1 - 3/4 + 5/16  -3/4 + 5/16  the same  2 - 3/4 - 15/16)
 *    = (9/16 -7/16 -7/16 5/16)
 *
 * steps of the statistics    1/4 (3 - 1) = 1/2    1/4 (7 - 3) = 1
 *
 * prediction  sqrt(7 + 1) is no nice number; with a running variance of 3: h = (x - 3) / 2
 *             y = x - 3 + 1 = (-2 -2 -2 2)    dx = 2/2 dy
 * </pre>
 */
class BatchNormalizationLayerTest {
  private static final double[] X = {0, 0, 0, 4};
  private static final double[] DY = {1, 0, 0, 2};
  private static final double[] DX = {9 / 16.0, -7 / 16.0, -7 / 16.0, 5 / 16.0};
  private static final Step TRAINING = Step.training(0);

  private final Parameter gamma = parameter("gamma", Parameter.Role.WEIGHT, 2);
  private final Parameter beta = parameter("beta", Parameter.Role.WEIGHT, 1);
  private final Parameter mean = parameter("mean", Parameter.Role.STATISTIC, 3);
  private final Parameter variance = parameter("var", Parameter.Role.STATISTIC, 7);
  private final BatchNormalizationLayer layer = layer(false);

  private static Parameter parameter(String key, Parameter.Role role, double... values) {
    return new Parameter(key, Tensor.vector(values), role, Penalty.NONE);
  }

  private BatchNormalizationLayer layer(boolean locked) {
    return new BatchNormalizationLayer(
        new BatchNormalizationLayer.Scaling(gamma, beta, locked), mean, variance, 1, 0.75);
  }

  private static Tensor tensor(double[] values, int... sizes) {
    return Tensor.of(Shape.of(sizes), values.clone());
  }

  /** A formula knows nothing of the step of a statistic, which is no derivative. */
  private static void assertStep(Forward forward, double expected, Parameter statistic) {
    double step = forward == Forward.PASS ? expected : 0;
    assertArrayEquals(new double[] {step}, statistic.gradient().values());
  }

  @ParameterizedTest
  @EnumSource
  void trainingByHand(Forward forward) {
    Layer.Pass pass = forward.of(layer, tensor(X, 4, 1), TRAINING);
    assertArrayEquals(new double[] {0, 0, 0, 4}, pass.output().values());
    assertArrayEquals(DX, pass.backward(tensor(DY, 4, 1)).values());
    assertArrayEquals(new double[] {2.5}, gamma.gradient().values());
    assertArrayEquals(new double[] {3}, beta.gradient().values());
    assertStep(forward, 0.5, mean);
    assertStep(forward, 1, variance);
  }

  /** mean = 3/4 * 3 + 1/4 * 1 = 5/2, var = 3/4 * 7 + 1/4 * 3 = 6, whatever is done to gradients. */
  @Test
  void aTrainingStepMovesTheStatisticsByTheirDefinition() {
    layer.forward(tensor(X, 4, 1), TRAINING).backward(tensor(DY, 4, 1));
    LayerRules rules = new LayerRules(new Sgd(0.1), new GradientNormalization.ClipNorm(1e-3));
    new Update(List.of(rules)).apply(List.of(layer.parameters()), new Moment(0, 0));
    assertArrayEquals(new double[] {2.5}, mean.value().values());
    assertArrayEquals(new double[] {6}, variance.value().values());
  }

  @ParameterizedTest
  @EnumSource
  void predictionByHand(Forward forward) {
    variance.value().fill(3);
    Layer.Pass pass = forward.of(layer, tensor(X, 4, 1), Step.PREDICTION);
    assertArrayEquals(new double[] {-2, -2, -2, 2}, pass.output().values());
    assertArrayEquals(DY, pass.backward(tensor(DY, 4, 1)).values());
    assertArrayEquals(new double[] {0}, mean.gradient().values());
    assertArrayEquals(new double[] {0}, variance.gradient().values());
  }

  /** Examples and positions count alike: two images of one row and two columns. */
  @ParameterizedTest
  @EnumSource
  void positionsCountAsExamplesDo(Forward forward) {
    Layer.Pass pass = forward.of(layer, tensor(X, 2, 1, 1, 2), TRAINING);
    assertEquals(Shape.of(2, 1, 1, 2), pass.output().shape());
    assertArrayEquals(new double[] {0, 0, 0, 4}, pass.output().values());
    assertArrayEquals(DX, pass.backward(tensor(DY, 2, 1, 1, 2)).values());
    assertArrayEquals(new double[] {2.5}, gamma.gradient().values());
  }

  /** Two sequences of three steps, the last of which the mask takes out; 100 stands there. */
  @ParameterizedTest
  @EnumSource
  void maskedStepsCountNowhere(Forward forward) {
    Tensor mask = Tensor.matrix(new double[] {1, 1, 0}, new double[] {1, 1, 0});
    Layer.Pass pass =
        forward.of(
            layer,
            tensor(new double[] {0, 0, 100, 0, 4, 100}, 2, 1, 3),
            TRAINING.withMask(Optional.of(mask)));
    assertArrayEquals(new double[] {0, 0, 0, 0, 4, 0}, pass.output().values());
    Tensor dx = pass.backward(tensor(new double[] {1, 0, 50, 0, 2, 50}, 2, 1, 3));
    assertArrayEquals(new double[] {DX[0], DX[1], 0, DX[2], DX[3], 0}, dx.values());
    assertArrayEquals(new double[] {3}, beta.gradient().values());
    assertStep(forward, 0.5, mean);
  }

  @ParameterizedTest
  @EnumSource
  void lockedGammaAndBetaAreNumbers(Forward forward) {
    BatchNormalizationLayer locked = layer(true);
    assertEquals(List.of(mean, variance), locked.parameters());
    Layer.Pass pass = forward.of(locked, tensor(X, 4, 1), TRAINING);
    assertArrayEquals(new double[] {0, 0, 0, 4}, pass.output().values());
    assertArrayEquals(DX, pass.backward(tensor(DY, 4, 1)).values());
  }

  /** One example is its own mean: y = beta, and nothing goes back. */
  @ParameterizedTest
  @EnumSource
  void oneExample(Forward forward) {
    Layer.Pass pass = forward.of(layer, tensor(new double[] {300}, 1, 1), TRAINING);
    assertArrayEquals(new double[] {1}, pass.output().values());
    assertArrayEquals(new double[] {0}, pass.backward(tensor(new double[] {5}, 1, 1)).values());
    assertArrayEquals(new double[] {0}, gamma.gradient().values());
    assertArrayEquals(new double[] {5}, beta.gradient().values());
  }

  @ParameterizedTest
  @EnumSource
  void aLargeMeanCostsNoDigits(Forward forward) {
    double[] moved = {1e8, 1e8, 1e8, 1e8 + 4};
    Layer.Pass pass = forward.of(layer, tensor(moved, 4, 1), TRAINING);
    assertArrayEquals(new double[] {0, 0, 0, 4}, pass.output().values());
  }

  @Test
  void gradients() {
    BatchNormalizationLayer two =
        new BatchNormalizationLayer(
            new BatchNormalizationLayer.Scaling(
                parameter("gamma", Parameter.Role.WEIGHT, 1.5, -0.5),
                parameter("beta", Parameter.Role.WEIGHT, 0.25, 2),
                false),
            parameter("mean", Parameter.Role.STATISTIC, 0, 1),
            parameter("var", Parameter.Role.STATISTIC, 1, 2),
            1e-3,
            0.9);
    double[] values = {0.5, -1, 2, 0.25, 1, 3, -0.75, 0.125, 1.5, -2, 0, 0.625};
    // 12 elements of x; gamma and beta of two channels
    for (int[] sizes : new int[][] {{6, 2}, {3, 2, 2}, {1, 2, 2, 3}}) {
      assertEquals(16, Forward.check(two, tensor(values, sizes)).assertPasses().checked());
    }
  }

  @Test
  void refusesShapesThatDoNotFit() {
    Parameter wide = parameter("var", Parameter.Role.STATISTIC, 1, 1);
    var scaling = new BatchNormalizationLayer.Scaling(gamma, beta, false);
    assertThrows(
        IllegalArgumentException.class,
        () -> new BatchNormalizationLayer(scaling, mean, wide, 1, 0.5));
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class, () -> layer.forward(tensor(X, 2, 2), TRAINING));
    assertEquals("expected 1 channels, got 2 in 2 examples", wrong.getMessage());
  }
}
