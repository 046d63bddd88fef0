package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
 * One example of one feature at three steps, two windows of two steps with two filters:
 *
 * <pre>
 * x = 1 2 3    window 0 sees (1 2): weights (1 0) for the first filter, (1 1) for the second
 *              window 1 sees (2 3): weights (2 0)                       (1 -1)
 *
 * z = (1 4), (3 -1)        plus b = 10, 20
 *
 * dy = (1 2), (3 4):  db = 3 7
 *   dW = window 0: (1 2) and (3 6); window 1: (4 6) and (8 12)
 *   dx = 1 * (1 0 .) + 2 * (. 2 0) + 3 * (1 1 .) + 4 * (. 1 -1) = 4  0 + 4 + 3 + 4  -4 = (4 11 -4)
 * </pre>
 *
 * W is stored as [windows, places, filters].
 */
class LocallyConnectedLayerTest {
  private static final Windows WINDOWS = new Windows(List.of(WindowAxis.fitting(3, 2, 1, 1, 0)));

  private final Parameter weights = weights(shape(2, 2, 2), 1, 1, 0, 1, 2, 1, 0, -1);
  private final Parameter bias = bias(10, 20);

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

  private LocallyConnectedLayer layer(Activation activation) {
    return new LocallyConnectedLayer(WINDOWS, false, weights, Optional.of(bias), activation);
  }

  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass =
        forward.of(layer(new Identity()), tensor(shape(1, 1, 3), 1, 2, 3), Step.training(0));
    assertEquals(Shape.of(1, 2, 2), pass.output().shape());
    assertArrayEquals(new double[] {11, 14, 23, 19}, pass.output().values());
    weights.gradient().fill(99);
    Tensor dx = pass.backward(tensor(shape(1, 2, 2), 1, 2, 3, 4));
    assertArrayEquals(new double[] {4, 11, -4}, dx.values());
    assertArrayEquals(new double[] {1, 3, 2, 6, 4, 8, 6, 12}, weights.gradient().values());
    assertArrayEquals(new double[] {3, 7}, bias.gradient().values());
  }

  @ParameterizedTest
  @EnumSource
  void activationStandsBetween(Forward forward) {
    bias.value().fill(-3);
    Layer.Pass pass =
        forward.of(layer(new Relu()), tensor(shape(1, 1, 3), 1, 2, 3), Step.training(0));
    assertArrayEquals(new double[] {0, 1, 0, 0}, pass.output().values());
    assertEquals(List.of(weights, bias), layer(new Relu()).parameters());
    assertEquals(Relu.class, layer(new Tanh()).withActivation(new Relu()).activation().getClass());
  }

  @Test
  void maskAfterIsThatOfTheWindows() {
    Optional<Tensor> mask = Optional.of(Tensor.matrix(new double[] {1, 0, 0}));
    assertArrayEquals(
        new double[] {1, 0}, layer(new Tanh()).maskAfter(mask).orElseThrow().values());
  }

  @Test
  void gradients() {
    Windows windows =
        new Windows(List.of(WindowAxis.centred(3, 2, 2, 1), WindowAxis.fitting(4, 3, 1, 1, 1)));
    LocallyConnectedLayer layer =
        new LocallyConnectedLayer(
            windows,
            false,
            weights(shape(8, 12, 2), numbers(192)),
            Optional.of(bias(0.1, 0.2)),
            new Tanh());
    Tensor x = tensor(shape(2, 2, 3, 4), numbers(48));
    assertEquals(48 + 192 + 2, Forward.check(layer, x).assertPasses().checked());
  }

  @Test
  void refusesWeightsForOtherWindows() {
    Parameter three = weights(shape(3, 2, 2), numbers(12));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LocallyConnectedLayer(WINDOWS, false, three, Optional.empty(), new Identity()));
  }
}
