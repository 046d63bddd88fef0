package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.WindowAxis;
import gradtwin.tensor.Windows;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Tanh;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The depthwise convolution of {@link DepthwiseConvolutionLayerTest} with one kernel per channel,
 * and one filter that takes the first channel twice and takes the second away:
 *
 * <pre>
 * x = (1 2 3), (10 20 30)    kernels (1 0) and (1 1)    mixing (2 -1)    b = 100
 *
 * h = (1 2), (30 50)    z = 2 - 30 + 100   4 - 50 + 100 = 72 54
 *
 * dy = (1 2):  db = 3    dpW = (1 + 4   30 + 100) = (5 130)    dh = (2 4), (-1 -2)
 *              dW = (2 + 8   4 + 12) = (10 16)  and  (-10 - 40   -20 - 60) = (-50 -80)
 *              dx = (2 4 0)  and  (-1   -1 - 2   -2) = (-1 -3 -2)
 * </pre>
 */
class SeparableConvolutionLayerTest {
  private static final Windows WINDOWS =
      new Windows(List.of(WindowAxis.fitting(1, 1, 1, 1, 0), WindowAxis.fitting(3, 2, 1, 1, 0)));

  private final Parameter weights = weights(shape(1, 2, 1, 2), 1, 0, 1, 1);
  private final Parameter mixing =
      weights(shape(1, 2, 1, 1), 2, -1).renamed("pW", Parameter.Role.WEIGHT);
  private final Parameter bias = bias(100);

  private static Parameter weights(int[] shape, double... values) {
    return new Parameter(
        "W", Tensor.of(Shape.of(shape), values), Parameter.Role.WEIGHT, Penalty.NONE);
  }

  private static Parameter bias(double... values) {
    return new Parameter("b", Tensor.vector(values), Parameter.Role.BIAS, Penalty.NONE);
  }

  private static Tensor tensor(int[] shape, double... values) {
    return Tensor.of(Shape.of(shape), values);
  }

  private static int[] shape(int... sizes) {
    return sizes;
  }

  /** Numbers that repeat after 11, none of them 0. */
  private static double[] numbers(int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (i * 5 % 11 - 5.5) / 8;
    }
    return numbers;
  }

  private SeparableConvolutionLayer layer(Activation activation) {
    return new SeparableConvolutionLayer(WINDOWS, weights, mixing, Optional.of(bias), activation);
  }

  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass =
        forward.of(
            layer(new Identity()),
            tensor(shape(1, 2, 1, 3), 1, 2, 3, 10, 20, 30),
            Step.training(0));
    assertEquals(Shape.of(1, 1, 1, 2), pass.output().shape());
    assertArrayEquals(new double[] {72, 54}, pass.output().values());
    Tensor dx = pass.backward(tensor(shape(1, 1, 1, 2), 1, 2));
    assertArrayEquals(new double[] {2, 4, 0, -1, -3, -2}, dx.values());
    assertArrayEquals(new double[] {10, 16, -50, -80}, weights.gradient().values());
    assertArrayEquals(new double[] {5, 130}, mixing.gradient().values());
    assertArrayEquals(new double[] {3}, bias.gradient().values());
  }

  @ParameterizedTest
  @EnumSource
  void activationStandsBetween(Forward forward) {
    bias.value().fill(-30);
    Layer.Pass pass =
        forward.of(
            layer(new Relu()), tensor(shape(1, 2, 1, 3), 1, 2, 3, 10, 20, 30), Step.training(0));
    assertArrayEquals(new double[2], pass.output().values());
    assertEquals(List.of(weights, mixing, bias), layer(new Relu()).parameters());
    assertEquals(Relu.class, layer(new Tanh()).withActivation(new Relu()).activation().getClass());
  }

  @Test
  void gradients() {
    Windows windows =
        new Windows(List.of(WindowAxis.centred(3, 2, 2, 1), WindowAxis.fitting(4, 2, 1, 3, 1)));
    SeparableConvolutionLayer layer =
        new SeparableConvolutionLayer(
            windows,
            weights(shape(2, 3, 2, 2), numbers(24)),
            weights(shape(2, 6, 1, 1), numbers(12)).renamed("pW", Parameter.Role.WEIGHT),
            Optional.of(bias(0.1, 0.2)),
            new Tanh());
    Tensor x = tensor(shape(2, 3, 3, 4), numbers(72));
    assertEquals(72 + 24 + 12 + 2, Forward.check(layer, x).assertPasses().checked());
  }
}
