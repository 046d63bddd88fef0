package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CapsuleLayerTest {
  private static final double EPSILON = 1e-5;
  private static final double ROUNDING = 1e-15;

  private static Parameter weights(Shape shape, double... values) {
    return new Parameter("weight", Tensor.of(shape, values), Parameter.Role.WEIGHT, Penalty.NONE);
  }

  private static Parameter random(String key, Parameter.Role role, Shape shape, int which) {
    Tensor values = GradientCheck.random(Tensor.zeros(shape), which);
    return new Parameter(key, values, role, Penalty.NONE);
  }

  private static double[] output(Forward forward, CapsuleLayer layer, Tensor u) {
    return forward.of(layer, u, Step.training(0)).output().values();
  }

  /** How much of a length that has the square q is left. */
  private static double squashed(double q) {
    return q / ((1 + q) * Math.sqrt(q + EPSILON));
  }

  /**
   * Two capsules below, one above, whose coupling is always 1:
   *
   * <pre>
   * W_1 = (1 0)    u_1 = (1, 2)    û_1 = (1, 2)
   *       (0 1)
   * W_2 = (0 1)    u_2 = (1, 1)    û_2 = (1, 2)    s = (2, 4) + b = (3, 4)    q = 25
   *       (2 0)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void predictionsAddUpAndAreSquashed(Forward forward) {
    Parameter w = weights(Shape.of(2, 2, 2), 1, 0, 0, 1, 0, 1, 2, 0);
    Parameter b = new Parameter("bias", Tensor.vector(1, 0), Parameter.Role.BIAS, Penalty.NONE);
    Tensor u = Tensor.of(Shape.of(1, 2, 2), new double[] {1, 2, 1, 1});
    double g = squashed(25);
    for (int routings = 1; routings <= 3; routings++) {
      CapsuleLayer layer = new CapsuleLayer(w, Optional.of(b), 1, routings);
      assertArrayEquals(new double[] {3 * g, 4 * g}, output(forward, layer, u), ROUNDING);
    }
  }

  /**
   * One capsule below predicts 2 for the first of two above and 0 for the second:
   *
   * <pre>
   * round 1: c = (1/2, 1/2)    s = (1, 0)    v = (squashed(1), 0)    B = (2 squashed(1), 0)
   * round 2: c_1 = 1 / (1 + exp(-B_1))       s = (2 c_1, 0)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void agreementIsRewarded(Forward forward) {
    Parameter w = weights(Shape.of(1, 2, 1), 2, 0);
    Tensor u = Tensor.of(Shape.of(1, 1, 1), new double[] {1});
    double g = squashed(1);
    assertArrayEquals(
        new double[] {g, 0},
        output(forward, new CapsuleLayer(w, Optional.empty(), 2, 1), u),
        ROUNDING);
    double s = 2 / (1 + Math.exp(-2 * g));
    assertArrayEquals(
        new double[] {squashed(s * s) * s, 0},
        output(forward, new CapsuleLayer(w, Optional.empty(), 2, 2), u),
        ROUNDING);
  }

  @ParameterizedTest
  @EnumSource
  void extremesStayWithinOneAndZerosStayZero(Forward forward) {
    Parameter w = weights(Shape.of(1, 2, 1), 300, -300);
    CapsuleLayer layer = new CapsuleLayer(w, Optional.empty(), 2, 3);
    Layer.Pass pass = forward.of(layer, Tensor.zeros(Shape.of(1, 1, 1)), Step.training(0));
    assertArrayEquals(new double[] {0, 0}, pass.output().values());
    // each prediction gets half: s = ±150 u, and squash has the slope 0 at 0
    assertEquals(0, pass.backward(Tensor.of(Shape.of(1, 2, 1), new double[] {1, 2})).values()[0]);
    double q = 150 * 150;
    double[] y = output(forward, layer, Tensor.of(Shape.of(1, 1, 1), new double[] {1}));
    assertArrayEquals(new double[] {squashed(q) * 150, -squashed(q) * 150}, y, ROUNDING);
  }

  @Test
  void backwardGoesThroughEveryRound() {
    Parameter w = random("weight", Parameter.Role.WEIGHT, Shape.of(3, 8, 2), 1);
    Parameter b = random("bias", Parameter.Role.BIAS, Shape.of(8), 2);
    Tensor u = GradientCheck.random(Tensor.zeros(Shape.of(2, 3, 2)), 3);
    for (int routings = 1; routings <= 4; routings++) {
      CapsuleLayer layer = new CapsuleLayer(w, Optional.of(b), 2, routings);
      GradientCheck check = Forward.check(layer, u).assertPasses();
      assertEquals(12 + 48 + 8, check.checked());
      Forward.check(new CapsuleLayer(w, Optional.empty(), 4, routings), u).assertPasses();
    }
  }
}
