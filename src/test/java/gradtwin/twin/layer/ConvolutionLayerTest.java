package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
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
 * One example of one channel, one filter of 2 x 2:
 *
 * <pre>
 * x = 1 2 3    W = 1  0    b = 10    dy = 1  2
 *     4 5 6        2 -1                   0 -1
 *     7 8 9
 *
 * z = 1 + 2 * 4 - 5 + 10   2 + 2 * 5 - 6 + 10  = 14 16
 *     4 + 2 * 7 - 8 + 10   5 + 2 * 8 - 9 + 10    20 22
 *
 * dW = 1 + 2 * 2 - 5   2 + 2 * 3 - 6  =  0 2    db = 1 + 2 - 1 = 2
 *      4 + 2 * 5 - 8   5 + 2 * 6 - 9     6 8
 *
 * dx = W at (0, 0), twice W at (0, 1), minus W at (1, 1):
 *      1   0 + 2        0       =  1  2  0
 *      2  -1 + 4 - 1   -2 - 0      2  2 -2
 *      0  -2            1          0 -2  1
 * </pre>
 */
class ConvolutionLayerTest {
  private static final Windows WINDOWS =
      new Windows(List.of(WindowAxis.fitting(3, 2, 1, 1, 0), WindowAxis.fitting(3, 2, 1, 1, 0)));
  private static final Tensor X = tensor(shape(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);
  private static final Tensor DY = tensor(shape(1, 1, 2, 2), 1, 2, 0, -1);

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

  private ConvolutionLayer layer(Activation activation) {
    return new ConvolutionLayer(WINDOWS, false, weights, Optional.of(bias), activation);
  }

  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass = forward.of(layer(new Identity()), X, Step.training(0));
    assertEquals(Shape.of(1, 1, 2, 2), pass.output().shape());
    assertArrayEquals(new double[] {14, 16, 20, 22}, pass.output().values());
    assertArrayEquals(new double[] {1, 2, 0, 2, 2, -2, 0, -2, 1}, pass.backward(DY).values());
    assertArrayEquals(new double[] {0, 2, 6, 8}, weights.gradient().values());
    assertArrayEquals(new double[] {2}, bias.gradient().values());
  }

  /** The second example has the negative gradient, so that those of the parameters cancel. */
  @ParameterizedTest
  @EnumSource
  void gradientsAreSummedOverTheBatchAndOverwritten(Forward forward) {
    Tensor twice = Tensor.zeros(Shape.of(2, 1, 3, 3));
    Tensor dy = Tensor.zeros(Shape.of(2, 1, 2, 2));
    for (int n = 0; n < 2; n++) {
      System.arraycopy(X.values(), 0, twice.values(), 9 * n, 9);
      System.arraycopy(DY.times(1 - 2 * n).values(), 0, dy.values(), 4 * n, 4);
    }
    weights.gradient().fill(99);
    bias.gradient().fill(99);
    forward.of(layer(new Identity()), twice, Step.training(0)).backward(dy);
    assertArrayEquals(new double[4], weights.gradient().values());
    assertArrayEquals(new double[1], bias.gradient().values());
  }

  @Test
  void sparingDxLeavesTheSameGradients() {
    layer(new Identity()).forward(X, Step.training(0)).backwardToParameters(DY);
    assertArrayEquals(new double[] {0, 2, 6, 8}, weights.gradient().values());
    assertArrayEquals(new double[] {2}, bias.gradient().values());
  }

  /** With b = -18 z is -14 -12 -8 -6; relu closes all four. */
  @ParameterizedTest
  @EnumSource
  void activationStandsBetween(Forward forward) {
    bias.value().fill(-18);
    Layer.Pass pass = forward.of(layer(new Relu()), X, Step.training(0));
    assertArrayEquals(new double[4], pass.output().values());
    assertArrayEquals(new double[9], pass.backward(DY).values());
  }

  /**
   * Over one axis the weights are stored as [K, in, out]: the kernel (1 2) of the first filter and
   * (3 4) of the second lie as 1 3 2 4. Steps 1 10 100: z = 21 210 and 43 430; dy = 1 0 and 0 1
   * gives dW = (1 10) and (10 100), stored as 1 10 10 100, and dx = 1 2 0 + 0 3 4.
   */
  @ParameterizedTest
  @EnumSource
  void weightsOverOneAxisAreStoredWithTheKernelFirst(Forward forward) {
    Parameter w = weights(shape(2, 1, 2), 1, 3, 2, 4);
    Windows windows = new Windows(List.of(WindowAxis.fitting(3, 2, 1, 1, 0)));
    ConvolutionLayer layer =
        new ConvolutionLayer(windows, false, w, Optional.empty(), new Identity());
    Layer.Pass pass = forward.of(layer, tensor(shape(1, 1, 3), 1, 10, 100), Step.training(0));
    assertArrayEquals(new double[] {21, 210, 43, 430}, pass.output().values());
    Tensor dx = pass.backward(tensor(shape(1, 2, 2), 1, 0, 0, 1));
    assertArrayEquals(new double[] {1, 5, 4}, dx.values());
    assertArrayEquals(new double[] {1, 10, 10, 100}, w.gradient().values());
  }

  /**
   * Windows of two steps, stride 2, over the mask 1 0 0 0 1: [1 0] [0 0], and the 1 is not seen.
   */
  @Test
  void maskAfterIsThatOfTheWindows() {
    Windows windows = new Windows(List.of(WindowAxis.fitting(5, 2, 2, 1, 0)));
    Optional<Tensor> mask = Optional.of(Tensor.matrix(new double[] {1, 0, 0, 0, 1}));
    Parameter w = weights(shape(2, 1, 1), 1, 1);
    assertArrayEquals(
        new double[] {1, 0},
        new ConvolutionLayer(windows, false, w, Optional.empty(), new Identity())
            .maskAfter(mask)
            .orElseThrow()
            .values());
    assertSame(
        mask,
        new ConvolutionLayer(windows, true, w, Optional.empty(), new Identity()).maskAfter(mask));
  }

  /** Two examples of 2 channels and 2 x 3 x 4 cells, 2 filters of 2 x 2 x 3 with everything odd. */
  @Test
  void gradients() {
    Windows windows =
        new Windows(
            List.of(
                WindowAxis.centred(2, 2, 1, 1),
                WindowAxis.fitting(3, 2, 2, 2, 1),
                WindowAxis.centred(4, 3, 2, 1)));
    Parameter w = weights(shape(2, 2, 2, 2, 3), numbers(48));
    Tensor x = tensor(shape(2, 2, 2, 3, 4), numbers(96));
    for (Activation activation : new Activation[] {new Identity(), new Tanh()}) {
      ConvolutionLayer layer =
          new ConvolutionLayer(windows, false, w, Optional.of(bias(0.1, -0.2)), activation);
      assertEquals(96 + 48 + 2, Forward.check(layer, x).assertPasses().checked());
    }
  }

  /** Two channels below and three above, so that no two axes of the weights can be confused. */
  @Test
  void gradientsOverOneAxis() {
    Windows windows = new Windows(List.of(WindowAxis.causal(5, 2, 1, 2)));
    Parameter w = weights(shape(2, 2, 3), numbers(12));
    ConvolutionLayer layer =
        new ConvolutionLayer(windows, true, w, Optional.of(bias(0.1, -0.2, 0.3)), new Tanh());
    Tensor x = tensor(shape(2, 2, 5), numbers(20));
    assertEquals(20 + 12 + 3, Forward.check(layer, x).assertPasses().checked());
  }

  @Test
  void otherActivationSharesTheParameters() {
    ConvolutionLayer layer = layer(new Relu());
    ConvolutionLayer bare = layer.withActivation(new Identity());
    assertEquals(List.of(weights, bias), layer.parameters());
    assertEquals(layer.parameters(), bare.parameters());
    assertEquals(Identity.class, bare.activation().getClass());
  }

  @Test
  void emptyBatch() {
    Layer.Pass pass =
        layer(new Tanh()).forward(Tensor.zeros(Shape.of(0, 1, 3, 3)), Step.training(0));
    assertEquals(Shape.of(0, 1, 2, 2), pass.output().shape());
    assertEquals(Shape.of(0, 1, 3, 3), pass.backward(pass.output()).shape());
  }

  @Test
  void refusesChannelsThatDoNotFit() {
    assertThrows(
        IllegalArgumentException.class,
        () -> layer(new Identity()).forward(Tensor.zeros(Shape.of(1, 2, 3, 3)), Step.PREDICTION));
  }
}
