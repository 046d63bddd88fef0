package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
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
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.activation.Tanh;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Two examples of three features, two neurons:
 *
 * <pre>
 * x = (1 2 3)    W = (1 -1)    b = (1 -2)    dy = (1  0)
 *     (4 5 6)        (0  2)                       (2 -1)
 *                    (1  0)
 *
 * x W = (1 + 0 + 3  -1 +  4 + 0) = ( 4 3)    z = x W + b = ( 5 1)
 *       (4 + 0 + 6  -4 + 10 + 0)   (10 6)                  (11 4)
 *
 * dW = xᵀ dy = (1 + 4 * 2  4 * -1) = ( 9 -4)    db = (1 + 2  0 - 1) = (3 -1)
 *              (2 + 5 * 2  5 * -1)   (12 -5)
 *              (3 + 6 * 2  6 * -1)   (15 -6)
 *
 * dx = dy Wᵀ = (1      0       1    ) = (1  0 1)
 *              (2 + 1  0 - 2   2 + 0)   (3 -2 2)
 * </pre>
 */
class DenseLayerTest {
  private static final Tensor X = Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
  private static final Tensor DY = Tensor.matrix(new double[] {1, 0}, new double[] {2, -1});

  private final Parameter weights =
      new Parameter(
          "W",
          Tensor.matrix(new double[] {1, -1}, new double[] {0, 2}, new double[] {1, 0}),
          Parameter.Role.WEIGHT,
          Penalty.NONE);
  private final Parameter bias =
      new Parameter("b", Tensor.vector(1, -2), Parameter.Role.BIAS, Penalty.NONE);

  private DenseLayer layer(Activation activation) {
    return new DenseLayer(weights, Optional.of(bias), activation);
  }

  @Test
  void forwardAndBackwardByHand() {
    Layer.Pass pass = layer(new Identity()).forward(X, Step.training(0));
    assertArrayEquals(new double[] {5, 1, 11, 4}, pass.output().values());
    assertArrayEquals(new double[] {1, 0, 1, 3, -2, 2}, pass.backward(DY).values());
    assertArrayEquals(new double[] {9, -4, 12, -5, 15, -6}, weights.gradient().values());
    assertArrayEquals(new double[] {3, -1}, bias.gradient().values());
  }

  @Test
  void withoutBias() {
    DenseLayer layer = new DenseLayer(weights, Optional.empty(), new Identity());
    Layer.Pass pass = layer.forward(X, Step.training(0));
    assertEquals(List.of(weights), layer.parameters());
    assertArrayEquals(new double[] {4, 3, 10, 6}, pass.output().values());
    assertArrayEquals(new double[] {1, 0, 1, 3, -2, 2}, pass.backward(DY).values());
    assertArrayEquals(new double[] {9, -4, 12, -5, 15, -6}, weights.gradient().values());
  }

  /**
   * With b = (1 -4) z is (5 -1) and (11 2): relu closes the second neuron of the first example,
   * whose dy is 0 here anyway, so dy becomes (1 7): dz = (1 0) and (2 -1), and all is as above.
   */
  @Test
  void activationStandsBetween() {
    bias.value().values()[1] = -4;
    Layer.Pass pass = layer(new Relu()).forward(X, Step.training(0));
    assertArrayEquals(new double[] {5, 0, 11, 2}, pass.output().values());
    Tensor dy = Tensor.matrix(new double[] {1, 7}, new double[] {2, -1});
    assertArrayEquals(new double[] {1, 0, 1, 3, -2, 2}, pass.backward(dy).values());
    assertArrayEquals(new double[] {9, -4, 12, -5, 15, -6}, weights.gradient().values());
    assertArrayEquals(new double[] {3, -1}, bias.gradient().values());
  }

  @Test
  void sparingDxLeavesTheSameGradients() {
    layer(new Identity()).forward(X, Step.training(0)).backwardToParameters(DY);
    assertArrayEquals(new double[] {9, -4, 12, -5, 15, -6}, weights.gradient().values());
    assertArrayEquals(new double[] {3, -1}, bias.gradient().values());
  }

  /** A second backward pass replaces the gradients of the first. */
  @Test
  void gradientsAreOverwritten() {
    Layer.Pass pass = layer(new Identity()).forward(X, Step.training(0));
    pass.backward(DY.times(100));
    pass.backward(DY);
    assertArrayEquals(new double[] {9, -4, 12, -5, 15, -6}, weights.gradient().values());
    assertArrayEquals(new double[] {3, -1}, bias.gradient().values());
  }

  /** Two passes in flight do not mix: each goes back over its own input. */
  @Test
  void passesKeepTheirOwnValues() {
    DenseLayer layer = layer(new Identity());
    Layer.Pass first = layer.forward(X, Step.training(0));
    Layer.Pass second = layer.forward(X.times(10), Step.training(1));
    first.backward(DY);
    assertArrayEquals(new double[] {9, -4, 12, -5, 15, -6}, weights.gradient().values());
    second.backward(DY);
    assertArrayEquals(new double[] {90, -40, 120, -50, 150, -60}, weights.gradient().values());
  }

  @Test
  void gradients() {
    for (Activation activation : new Activation[] {new Identity(), new Tanh(), new Softmax()}) {
      // small inputs, so that nothing saturates: 6 of x, 6 of W, 2 of b
      Tensor x = X.times(0.125);
      assertEquals(14, GradientCheck.layer(layer(activation), x).assertPasses().checked());
    }
    assertEquals(14, GradientCheck.layer(layer(new Relu()), X.copy()).assertPasses().checked());
    DenseLayer unbiased = new DenseLayer(weights, Optional.empty(), new Tanh());
    assertEquals(12, GradientCheck.layer(unbiased, X.times(0.125)).assertPasses().checked());
  }

  @Test
  void otherActivationSharesTheParameters() {
    DenseLayer layer = layer(new Relu());
    DenseLayer bare = layer.withActivation(new Identity());
    assertEquals(layer.parameters(), bare.parameters());
    assertSame(weights, bare.parameters().get(0));
    assertEquals(Identity.class, bare.activation().getClass());
  }

  @Test
  void emptyBatch() {
    Layer.Pass pass = layer(new Tanh()).forward(Tensor.zeros(Shape.of(0, 3)), Step.training(0));
    assertEquals(Shape.of(0, 2), pass.output().shape());
    assertEquals(Shape.of(0, 3), pass.backward(Tensor.zeros(Shape.of(0, 2))).shape());
    assertArrayEquals(new double[6], weights.gradient().values());
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertThrows(
        IllegalArgumentException.class,
        () -> layer(new Identity()).forward(Tensor.zeros(Shape.of(2, 4)), Step.PREDICTION));
    Parameter wide = new Parameter("b", Tensor.vector(1, 2, 3), Parameter.Role.BIAS, Penalty.NONE);
    assertThrows(
        IllegalArgumentException.class,
        () -> new DenseLayer(weights, Optional.of(wide), new Identity()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DenseLayer(bias, Optional.empty(), new Identity()));
  }
}
