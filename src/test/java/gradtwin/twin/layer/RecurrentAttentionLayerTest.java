package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Tanh;
import gradtwin.twin.layer.DotProductAttention.Projections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One example, one feature, one unit, two steps, without projections and with the identity:
 *
 * <pre>
 * x = (0, 1)    W = 2    b = ln 3    RW = 4
 * y_1 = 2 * 0 + ln 3 = ln 3    it asks: scores (0, ln 3)    weights (1/4, 3/4)    c = 3/4
 * y_2 = 2 * 1 + ln 3 + 3/4 * 4 = 5 + ln 3
 *
 * dy = (0, 1): dz_2 = 1    dRW = 3/4    dc = 4    dV = (1, 3)    dA = (0, 4)    dS = (-3/4, 3/4)
 *              dq = 3/4 = dz_1    dK = dS ln 3
 *              dW = 0 * 3/4 + 1 * 1 = 1    db = 3/4 + 1 = 7/4
 *              dx = (3/4 * 2 + 1 - 3/4 ln 3, 1 * 2 + 3 + 3/4 ln 3)
 * </pre>
 */
class RecurrentAttentionLayerTest {
  private static final double LOG_3 = Math.log(3);
  private static final double ROUNDING = 4e-15;

  private static Parameter parameter(String key, Parameter.Role role, Shape shape, double value) {
    Tensor values = Tensor.zeros(shape);
    values.fill(value);
    return new Parameter(key, values, role, Penalty.NONE);
  }

  private final Parameter weights = parameter("W", Parameter.Role.WEIGHT, Shape.of(1, 1), 2);
  private final Parameter recurrent = parameter("RW", Parameter.Role.WEIGHT, Shape.of(1, 1), 4);
  private final Parameter bias = parameter("b", Parameter.Role.BIAS, Shape.of(1), LOG_3);

  private RecurrentAttentionLayer layer(Activation activation) {
    return new RecurrentAttentionLayer(
        weights,
        recurrent,
        Optional.of(bias),
        new DotProductAttention(Optional.empty()),
        activation);
  }

  private static Tensor steps(double... values) {
    return Tensor.of(Shape.of(1, 1, values.length), values);
  }

  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass = forward.of(layer(new Identity()), steps(0, 1), Step.training(0));
    assertArrayEquals(new double[] {LOG_3, 5 + LOG_3}, pass.output().values(), ROUNDING);

    Tensor dx = pass.backward(steps(0, 1));
    assertArrayEquals(new double[] {2.5 - 0.75 * LOG_3, 5 + 0.75 * LOG_3}, dx.values(), ROUNDING);
    assertEquals(1, weights.gradient().values()[0], ROUNDING);
    assertEquals(0.75, recurrent.gradient().values()[0], ROUNDING);
    assertEquals(1.75, bias.gradient().values()[0], ROUNDING);
  }

  @ParameterizedTest
  @EnumSource
  void aMaskedStepIsNoKeyButHasAnOutput(Forward forward) {
    Step step = Step.training(0).withMask(Optional.of(Tensor.matrix(new double[] {1, 0})));
    double[] y = forward.of(layer(new Identity()), steps(0, 1), step).output().values();
    assertArrayEquals(new double[] {LOG_3, 2 + LOG_3}, y, ROUNDING);
  }

  @ParameterizedTest
  @EnumSource
  void oneStepIsDense(Forward forward) {
    Layer.Pass pass = forward.of(layer(new Identity()), steps(3), Step.training(0));
    assertArrayEquals(new double[] {6 + LOG_3}, pass.output().values());
    assertArrayEquals(new double[] {2}, pass.backward(steps(1)).values());
    assertEquals(0, recurrent.gradient().values()[0]);
  }

  @Test
  void aKinkIsSeenAtEveryStep() {
    Layer relu = layer(new Relu());
    int above = relu.forward(steps(0, 1), Step.training(0)).piece();
    assertEquals(above, relu.forward(steps(0.1, 1), Step.training(0)).piece());
    assertNotEquals(above, relu.forward(steps(-1, 1), Step.training(0)).piece());
    assertNotEquals(above, relu.forward(steps(0, -9), Step.training(0)).piece());
  }

  /** Half of standard normal: scores that are larger bend too much for central differences. */
  private static Parameter random(String key, Parameter.Role role, Shape shape, int which) {
    Tensor values = GradientCheck.random(Tensor.zeros(shape), which).times(0.5);
    return new Parameter(key, values, role, Penalty.NONE);
  }

  private static Parameter random(String key, Shape shape, int which) {
    return random(key, Parameter.Role.WEIGHT, shape, which);
  }

  @Test
  void backwardIsTheGradient() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 3, 4)), 8);
    RecurrentAttentionLayer layer =
        new RecurrentAttentionLayer(
            random("W", Shape.of(3, 2), 0),
            random("RW", Shape.of(2, 2), 1),
            Optional.of(random("b", Parameter.Role.BIAS, Shape.of(2), 2)),
            new DotProductAttention(
                Optional.of(
                    new Projections(
                        random("Wq", Shape.of(2, 2, 2), 3),
                        random("Wk", Shape.of(2, 2, 3), 4),
                        random("Wv", Shape.of(2, 2, 3), 5),
                        random("Wo", Shape.of(4, 2), 6)))),
            new Tanh());
    GradientCheck check = Forward.check(layer, x).assertPasses();
    assertEquals(24 + 6 + 4 + 2 + 8 + 12 + 12 + 8, check.checked());
    Forward.check(layer(new Tanh()), steps(0.3, -0.2, 0.5)).assertPasses();
  }
}
