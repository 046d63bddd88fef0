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
 * One example of one channel of 2 x 2, one filter of 2 x 2, stride 1: each input adds a copy of the
 * kernel.
 *
 * <pre>
 * x = 1  2    W = 1  0    b = 10
 *     0 -1        2 -1
 *
 * y - b = 1 * (1 0 .)  + 2 * (. 1  0)  - 1 * (. . .)  =  1  2  0
 *             (2 -1 .)       (. 2 -1)        (. 1 0)     2  2 -2
 *             (. . .)        (. . .)         (. 2 -1)    0 -2  1
 *
 * dy = 1 2 3    dx = 1 + 2 * 4 - 5   2 + 2 * 5 - 6  = 4  6    db = 45
 *      4 5 6         4 + 2 * 7 - 8   5 + 2 * 8 - 9   10 12
 *      7 8 9
 *
 * dW = 1 + 2 * 2 - 5   2 + 2 * 3 - 6  = 0 2
 *      4 + 2 * 5 - 8   5 + 2 * 6 - 9    6 8
 * </pre>
 */
class DeconvolutionLayerTest {
  private static final Windows OVER_OUTPUT =
      new Windows(List.of(WindowAxis.fitting(3, 2, 1, 1, 0), WindowAxis.fitting(3, 2, 1, 1, 0)));

  private final Parameter weights = weights(shape(1, 1, 2, 2), 1, 0, 2, -1);
  private final Parameter bias = bias(10);

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

  private DeconvolutionLayer layer(Activation activation) {
    return new DeconvolutionLayer(OVER_OUTPUT, weights, Optional.of(bias), activation);
  }

  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass =
        forward.of(layer(new Identity()), tensor(shape(1, 1, 2, 2), 1, 2, 0, -1), Step.training(0));
    assertEquals(Shape.of(1, 1, 3, 3), pass.output().shape());
    assertArrayEquals(new double[] {11, 12, 10, 12, 12, 8, 10, 8, 11}, pass.output().values());
    Tensor dy = tensor(shape(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertArrayEquals(new double[] {4, 6, 10, 12}, pass.backward(dy).values());
    assertArrayEquals(new double[] {0, 2, 6, 8}, weights.gradient().values());
    assertArrayEquals(new double[] {45}, bias.gradient().values());
  }

  @ParameterizedTest
  @EnumSource
  void activationStandsBetween(Forward forward) {
    bias.value().fill(-2);
    Layer.Pass pass =
        forward.of(layer(new Relu()), tensor(shape(1, 1, 2, 2), 1, 2, 0, -1), Step.training(0));
    assertArrayEquals(new double[9], pass.output().values());
    Tensor dy = tensor(shape(1, 1, 3, 3), 1, 1, 1, 1, 1, 1, 1, 1, 1);
    assertArrayEquals(new double[4], pass.backward(dy).values());
    assertEquals(List.of(weights, bias), layer(new Relu()).parameters());
    assertEquals(Relu.class, layer(new Tanh()).withActivation(new Relu()).activation().getClass());
  }

  /** Over two axes, [in, out, K, K]; over three, stored as [K, K, K, out, in]. */
  @Test
  void gradients() {
    Windows image =
        new Windows(List.of(WindowAxis.centred(4, 3, 2, 1), WindowAxis.fitting(4, 2, 1, 2, 1)));
    DeconvolutionLayer layer =
        new DeconvolutionLayer(
            image,
            weights(shape(2, 3, 3, 2), numbers(36)),
            Optional.of(bias(0.1, -0.2, 0.3)),
            new Tanh());
    Tensor x = tensor(shape(2, 2, 2, 4), numbers(32));
    assertEquals(32 + 36 + 3, Forward.check(layer, x).assertPasses().checked());

    Windows volume =
        new Windows(
            List.of(
                WindowAxis.fitting(2, 2, 1, 1, 0),
                WindowAxis.fitting(3, 1, 2, 1, 0),
                WindowAxis.centred(4, 3, 2, 1)));
    DeconvolutionLayer over3 =
        new DeconvolutionLayer(
            volume, weights(shape(2, 1, 3, 3, 2), numbers(36)), Optional.empty(), new Identity());
    Tensor cells = tensor(shape(2, 2, 1, 2, 2), numbers(16));
    assertEquals(Shape.of(2, 3, 2, 3, 4), over3.forward(cells, Step.PREDICTION).output().shape());
    assertEquals(16 + 36, Forward.check(over3, cells).assertPasses().checked());
  }
}
