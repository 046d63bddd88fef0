package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.activation.Tanh;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two examples of two steps with one feature, one unit, W = 2, RW = 3, b = 1, linear:
 *
 * <pre>
 * x = (1 2)   h_1 = 2 * 1 + 0 + 1 = 3    h_2 = 2 * 2 + 3 * 3 + 1 = 14
 *     (0 1)         2 * 0 + 0 + 1 = 1          2 * 1 + 3 * 1 + 1 = 6
 *
 * dy = (1 1)   dz_2 = 1    dz_1 = 1 + 3 * 1 = 4
 *      (0 1)          1           0 + 3 * 1 = 3
 *
 * dW  = 1 * 4 + 2 * 1 + 0 * 3 + 1 * 1 = 7     dx = (2 * 4  2 * 1) = (8 2)
 * dRW = 3 * 1 + 1 * 1 = 4                          (2 * 3  2 * 1)   (6 2)
 * db  = 4 + 1 + 3 + 1 = 9
 * </pre>
 */
class SimpleRnnLayerTest {
  private static final Tensor X = Sequences.of(new double[] {1, 2}, new double[] {0, 1});
  private static final Tensor DY = Sequences.of(new double[] {1, 1}, new double[] {0, 1});

  private final Parameter w = Sequences.weights("W", new double[] {2});
  private final Parameter rw = Sequences.weights("RW", new double[] {3});
  private final Parameter b = Sequences.bias(1);
  private final SimpleRnnLayer layer = new SimpleRnnLayer(w, rw, b, new Identity());

  private static SimpleRnnLayer random(Activation activation) {
    return new SimpleRnnLayer(
        Sequences.random("W", 1, 2, 3),
        Sequences.random("RW", 2, 3, 3),
        Sequences.random("b", 3, 3),
        activation);
  }

  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass = forward.of(layer, X, Step.training(0));
    assertArrayEquals(new double[] {3, 14, 1, 6}, pass.output().values());
    assertArrayEquals(new double[] {8, 2, 6, 2}, pass.backward(DY).values());
    assertArrayEquals(new double[] {7}, w.gradient().values());
    assertArrayEquals(new double[] {4}, rw.gradient().values());
    assertArrayEquals(new double[] {9}, b.gradient().values());
  }

  /** With the first step of the first example masked h_1 = 0, h_2 = 5 and dz_1 = 0 there. */
  @ParameterizedTest
  @EnumSource
  void maskedStepsLeaveNothingBehind(Forward forward) {
    Tensor mask = Tensor.matrix(new double[] {0, 1}, new double[] {1, 1});
    Step step = Step.training(0).withMask(Optional.of(mask));
    Layer.Pass pass = forward.of(layer, X, step);
    assertArrayEquals(new double[] {0, 5, 1, 6}, pass.output().values());
    assertArrayEquals(new double[] {0, 2, 6, 2}, pass.backward(DY).values());
    assertArrayEquals(new double[] {2 * 1 + 0 * 3 + 1 * 1}, w.gradient().values());
    assertArrayEquals(new double[] {1}, rw.gradient().values());
    assertArrayEquals(new double[] {1 + 3 + 1}, b.gradient().values());
  }

  @Test
  void gradients() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 2, 3)), 4);
    for (Activation activation : new Activation[] {new Identity(), new Tanh(), new Softmax()}) {
      // 12 of x, 6 of W, 9 of RW, 3 of b
      assertEquals(30, Forward.check(random(activation), x).assertPasses().checked());
    }
    assertTrue(Forward.check(random(new Relu()), x).assertPasses().checked() > 20);
  }

  @Test
  void gradientsUnderAMask() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(3, 2, 4)), 4);
    Tensor mask =
        Tensor.matrix(
            new double[] {1, 1, 0, 0}, new double[] {0, 1, 0, 1}, new double[] {0, 0, 0, 0});
    Sequences.masked(random(new Tanh()), x, mask).assertPasses();
  }

  @Test
  void sparingDxLeavesTheSameGradients() {
    layer.forward(X, Step.training(0)).backwardToParameters(DY);
    assertArrayEquals(new double[] {7}, w.gradient().values());
    assertArrayEquals(new double[] {4}, rw.gradient().values());
  }

  /** A second backward pass replaces the gradients of the first. */
  @Test
  void gradientsAreOverwritten() {
    Layer.Pass pass = layer.forward(X, Step.training(0));
    pass.backward(DY.times(100));
    pass.backward(DY);
    assertArrayEquals(new double[] {9}, b.gradient().values());
  }

  @ParameterizedTest
  @EnumSource
  void oneStepAndLargeNumbers(Forward forward) {
    SimpleRnnLayer squashing = new SimpleRnnLayer(w, rw, b, new Tanh());
    Tensor x = Sequences.of(new double[] {300}, new double[] {-300});
    Layer.Pass pass = forward.of(squashing, x, Step.training(0));
    assertArrayEquals(new double[] {1, -1}, pass.output().values());
    assertArrayEquals(new double[] {0, 0}, pass.backward(x).values());
    assertArrayEquals(new double[] {0}, rw.gradient().values());
  }

  @Test
  void refusesShapesThatDoNotFit() {
    Parameter wide = Sequences.weights("RW", new double[] {1, 2});
    assertThrows(IllegalArgumentException.class, () -> new SimpleRnnLayer(w, wide, b, new Tanh()));
    assertThrows(
        IllegalArgumentException.class,
        () -> layer.forward(Tensor.zeros(Shape.of(2, 1)), Step.PREDICTION));
  }
}
