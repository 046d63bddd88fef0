package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.activation.Tanh;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two examples of two features under relu:
 *
 * <pre>
 * x = (1 2)    w = (2 -1)    b = (1 3)    z = (3 1)     y = (3 1)    dy = (1 2)    dz = (1 2)
 *     (4 5)                                   (9 -2)        (9 0)         (3 4)         (3 0)
 *
 * dw = (1 + 12  4 + 0) = (13 4)    db = (4 2)    dx = (2 -2)
 *                                                     (6  0)
 * </pre>
 */
class ElementWiseMultiplicationLayerTest {
  private static final double[] X = {1, 2, 4, 5};
  private static final double[] DY = {1, 2, 3, 4};

  private final Parameter weights =
      new Parameter("W", Tensor.vector(2, -1), Parameter.Role.WEIGHT, Penalty.NONE);
  private final Parameter bias =
      new Parameter("b", Tensor.vector(1, 3), Parameter.Role.BIAS, Penalty.NONE);

  private ElementWiseMultiplicationLayer layer(Activation activation) {
    return new ElementWiseMultiplicationLayer(weights, bias, activation);
  }

  private static Tensor tensor(double[] values, int... sizes) {
    return Tensor.of(Shape.of(sizes), values.clone());
  }

  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    Layer.Pass pass = forward.of(layer(new Relu()), tensor(X, 2, 2), Step.training(0));
    assertArrayEquals(new double[] {3, 1, 9, 0}, pass.output().values());
    assertArrayEquals(new double[] {2, -2, 6, 0}, pass.backward(tensor(DY, 2, 2)).values());
    assertArrayEquals(new double[] {13, 4}, weights.gradient().values());
    assertArrayEquals(new double[] {4, 2}, bias.gradient().values());
  }

  /** One sequence of two steps holds the same numbers, by feature. */
  @ParameterizedTest
  @EnumSource
  void stepsOfASequenceCountAsExamplesDo(Forward forward) {
    Layer.Pass pass =
        forward.of(layer(new Relu()), tensor(new double[] {1, 4, 2, 5}, 1, 2, 2), Step.training(0));
    assertArrayEquals(new double[] {3, 9, 1, 0}, pass.output().values());
    Tensor dy = tensor(new double[] {1, 3, 2, 4}, 1, 2, 2);
    assertArrayEquals(new double[] {2, 6, -2, 0}, pass.backward(dy).values());
    assertArrayEquals(new double[] {13, 4}, weights.gradient().values());
    assertArrayEquals(new double[] {4, 2}, bias.gradient().values());
  }

  /**
   * The second step is not there: it leaves 0, although z is 3 for x = 0, and nothing goes back.
   */
  @ParameterizedTest
  @EnumSource
  void maskedSteps(Forward forward) {
    Step step = Step.training(0).withMask(Optional.of(Tensor.matrix(new double[] {1, 0})));
    Tensor x = tensor(new double[] {1, 0, 2, 0}, 1, 2, 2);
    Layer.Pass pass = forward.of(layer(new Sigmoid()), x, step);
    assertEquals(0, pass.output().at(0, 0, 1));
    assertEquals(0, pass.output().at(0, 1, 1));
    pass = forward.of(layer(new Relu()), x, step);
    assertArrayEquals(new double[] {3, 0, 1, 0}, pass.output().values());
    Tensor dy = tensor(new double[] {1, 3, 2, 4}, 1, 2, 2);
    assertArrayEquals(new double[] {2, 0, -2, 0}, pass.backward(dy).values(), 1e-15);
    assertArrayEquals(new double[] {1, 4}, weights.gradient().values());
    assertArrayEquals(new double[] {1, 2}, bias.gradient().values());
  }

  /** Images of one channel, one row and two columns become rows, and their deltas images again. */
  @Test
  void anImageIsOneRow() {
    Layer.Pass pass = layer(new Relu()).forward(tensor(X, 2, 1, 1, 2), Step.training(0));
    assertEquals(Shape.of(2, 2), pass.output().shape());
    assertEquals(Shape.of(2, 1, 1, 2), pass.backward(tensor(DY, 2, 2)).shape());
  }

  @Test
  void gradients() {
    Tensor x = tensor(X, 2, 2).times(0.125);
    for (Activation activation : new Activation[] {new Identity(), new Tanh(), new Softmax()}) {
      assertEquals(8, GradientCheck.layer(layer(activation), x).assertPasses().checked());
    }
    Tensor sequence = tensor(X, 1, 2, 2).times(0.125);
    assertEquals(8, GradientCheck.layer(layer(new Softmax()), sequence).assertPasses().checked());
  }

  @Test
  void refusesOtherNumbersOfFeatures() {
    assertThrows(
        IllegalArgumentException.class,
        () -> layer(new Identity()).forward(tensor(X, 1, 4), Step.PREDICTION));
  }
}
