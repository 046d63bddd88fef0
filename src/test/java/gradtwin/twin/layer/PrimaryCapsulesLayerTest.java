package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.WindowAxis;
import gradtwin.tensor.Windows;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.LeakyRelu;
import gradtwin.twin.activation.Relu;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrimaryCapsulesLayerTest {
  private static final double EPSILON = 1e-5;
  private static final double ROUNDING = 1e-15;

  private static Windows plain(int size, int kernel) {
    WindowAxis axis = WindowAxis.fitting(size, kernel, 1, 1, 0);
    return new Windows(List.of(axis, axis));
  }

  private static Parameter parameter(String key, Parameter.Role role, Tensor values) {
    return new Parameter(key, values, role, Penalty.NONE);
  }

  private static Parameter random(String key, Parameter.Role role, Shape shape, int which) {
    return parameter(key, role, GradientCheck.random(Tensor.zeros(shape), which));
  }

  private static double squashed(double q) {
    return q / ((1 + q) * Math.sqrt(q + EPSILON));
  }

  /**
   * A kernel of one place with two outputs, x and 2 x, cut into vectors of two values:
   *
   * <pre>
   * x = (3 4)    z = (3 4)  (6 8)    capsules (3, 4), (0, 0), (6, 8), (0, 0) with q = 25, 0, 100, 0
   *     (0 0)        (0 0)  (0 0)
   * </pre>
   *
   * <p>Squash has the slope 0 at zeros, whatever arrives there.
   */
  @ParameterizedTest
  @EnumSource
  void outputsAreCutOneAfterTheOther(Forward forward) {
    Parameter w =
        parameter(
            "weight", Parameter.Role.WEIGHT, Tensor.of(Shape.of(1, 1, 1, 2), new double[] {1, 2}));
    PrimaryCapsulesLayer layer =
        new PrimaryCapsulesLayer(w, Optional.empty(), plain(2, 1), new Identity(), 2);
    Tensor x = Tensor.of(Shape.of(1, 1, 2, 2), new double[] {3, 4, 0, 0});
    Layer.Pass pass = forward.of(layer, x, Step.training(0));
    assertEquals(Shape.of(1, 4, 2), pass.output().shape());
    double small = squashed(25);
    double large = squashed(100);
    assertArrayEquals(
        new double[] {3 * small, 4 * small, 0, 0, 6 * large, 8 * large, 0, 0},
        pass.output().values(),
        ROUNDING);
    Tensor dy = Tensor.of(Shape.of(1, 4, 2), new double[] {0, 0, 300, -300, 0, 0, 300, 300});
    assertArrayEquals(new double[4], pass.backward(dy).values());
    assertArrayEquals(new double[2], w.gradient().values());
  }

  /**
   * A kernel of two by two places sees an image of the same size once; its weights are ordered by
   * place, then channel, then output. z = 1 * 1 + 2 * 10 + 3 * 100 + 4 * 1000 = 4321, and 8 with
   * the other output, where only the last place counts, twice.
   */
  @ParameterizedTest
  @EnumSource
  void weightsAreOrderedByPlace(Forward forward) {
    Parameter w =
        parameter(
            "weight",
            Parameter.Role.WEIGHT,
            Tensor.of(Shape.of(2, 2, 1, 2), new double[] {1, 0, 10, 0, 100, 0, 1000, 2}));
    PrimaryCapsulesLayer layer =
        new PrimaryCapsulesLayer(w, Optional.empty(), plain(2, 2), new Identity(), 1);
    Tensor x = Tensor.of(Shape.of(1, 1, 2, 2), new double[] {1, 2, 3, 4});
    assertArrayEquals(
        new double[] {squashed(4321.0 * 4321) * 4321, squashed(64) * 8},
        forward.of(layer, x, Step.training(0)).output().values(),
        ROUNDING);
  }

  private static PrimaryCapsulesLayer random(Activation activation, Windows windows, int d) {
    return new PrimaryCapsulesLayer(
        random("weight", Parameter.Role.WEIGHT, Shape.of(3, 2, 2, 4), 1),
        Optional.of(random("bias", Parameter.Role.BIAS, Shape.of(4), 2)),
        windows,
        activation,
        d);
  }

  @Test
  void backwardIsTheGradient() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 2, 4, 3)), 3);
    Windows fitting =
        new Windows(List.of(WindowAxis.fitting(4, 3, 1, 1, 0), WindowAxis.fitting(3, 2, 1, 1, 0)));
    Windows sticking =
        new Windows(List.of(WindowAxis.centred(4, 3, 2, 1), WindowAxis.fitting(3, 2, 1, 2, 1)));
    GradientCheck check = Forward.check(random(new Identity(), fitting, 4), x).assertPasses();
    assertEquals(48 + 48 + 4, check.checked());
    Forward.check(random(new LeakyRelu(0.25), sticking, 2), x).assertPasses();
    Forward.check(random(new Relu(), sticking, 3), x).assertPasses();
  }
}
