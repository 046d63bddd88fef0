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
 * One example of two channels of 1 x 3, two kernels of 1 x 2 for each:
 *
 * <pre>
 * x = (1 2 3), (10 20 30)    kernels of the first channel (1 0) and (0 1), of the second (1 1) and (1 -1)
 *
 * z = (1 2), (2 3), (30 50), (-10 -10)        plus b = 0, 0, 100, 0
 *
 * dy = (1 0), (0 1), (1 0), (0 1):
 * dW = (1 2), (2 3), (10 20), (20 30)    db = 1 1 1 1
 * dx = (1 0 0) + (0 0 1) = (1 0 1)  and  (1 1 0) + (0 1 -1) = (1 2 -1)
 * </pre>
 *
 * W is stored as [K, K, in, M]: at the first place 1 0 1 1, at the second 0 1 1 -1.
 */
class DepthwiseConvolutionLayerTest {
  private static final Windows WINDOWS =
      new Windows(List.of(WindowAxis.fitting(1, 1, 1, 1, 0), WindowAxis.fitting(3, 2, 1, 1, 0)));

  private final Parameter weights = weights(shape(1, 2, 2, 2), 1, 0, 1, 1, 0, 1, 1, -1);
  private final Parameter bias = bias(0, 0, 100, 0);

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

  private DepthwiseConvolutionLayer layer(Activation activation) {
    return new DepthwiseConvolutionLayer(WINDOWS, weights, Optional.of(bias), activation);
  }

  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass =
        forward.of(
            layer(new Identity()),
            tensor(shape(1, 2, 1, 3), 1, 2, 3, 10, 20, 30),
            Step.training(0));
    assertEquals(Shape.of(1, 4, 1, 2), pass.output().shape());
    assertArrayEquals(new double[] {1, 2, 2, 3, 130, 150, -10, -10}, pass.output().values());
    Tensor dx = pass.backward(tensor(shape(1, 4, 1, 2), 1, 0, 0, 1, 1, 0, 0, 1));
    assertArrayEquals(new double[] {1, 0, 1, 1, 2, -1}, dx.values());
    assertArrayEquals(new double[] {1, 2, 10, 20, 2, 3, 20, 30}, weights.gradient().values());
    assertArrayEquals(new double[] {1, 1, 1, 1}, bias.gradient().values());
  }

  @ParameterizedTest
  @EnumSource
  void activationStandsBetween(Forward forward) {
    Layer.Pass pass =
        forward.of(
            layer(new Relu()), tensor(shape(1, 2, 1, 3), 1, 2, 3, 10, 20, 30), Step.training(0));
    assertArrayEquals(new double[] {1, 2, 2, 3, 130, 150, 0, 0}, pass.output().values());
    assertEquals(List.of(weights, bias), layer(new Relu()).parameters());
    assertEquals(Relu.class, layer(new Tanh()).withActivation(new Relu()).activation().getClass());
  }

  @Test
  void gradients() {
    Windows windows =
        new Windows(List.of(WindowAxis.centred(3, 2, 2, 1), WindowAxis.fitting(4, 2, 1, 3, 1)));
    DepthwiseConvolutionLayer layer =
        new DepthwiseConvolutionLayer(
            windows,
            weights(shape(2, 2, 3, 2), numbers(24)),
            Optional.of(bias(0.1, 0.2, 0.3, -0.1, -0.2, -0.3)),
            new Tanh());
    Tensor x = tensor(shape(2, 3, 3, 4), numbers(72));
    assertEquals(72 + 24 + 6, Forward.check(layer, x).assertPasses().checked());
  }
}
