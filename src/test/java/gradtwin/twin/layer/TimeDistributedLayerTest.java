package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Tanh;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two steps of two features, one neuron:
 *
 * <pre>
 * x = (1 2)   W = (1)   b = 1    y = (1 + 30 + 1  2 + 40 + 1) = (32 43)
 *     (3 4)       (10)
 * dy = (1 2)    dW = (1 + 4  3 + 8) = (5 11)    db = 3    dx = (1 2; 10 20)
 * </pre>
 */
class TimeDistributedLayerTest {
  private static final Tensor X = Tensor.of(Shape.of(1, 2, 2), new double[] {1, 2, 3, 4});
  private static final Tensor DY = Sequences.of(new double[] {1, 2});

  private final Parameter w = Sequences.weights("W", new double[] {1}, new double[] {10});
  private final Parameter b = Sequences.bias(1);
  private final TimeDistributedLayer layer =
      new TimeDistributedLayer(new DenseLayer(w, Optional.of(b), new Identity()));

  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass = forward.of(layer, X, Step.training(0));
    assertEquals(Shape.of(1, 1, 2), pass.output().shape());
    assertArrayEquals(new double[] {32, 43}, pass.output().values());
    assertArrayEquals(new double[] {1, 2, 10, 20}, pass.backward(DY).values());
    assertArrayEquals(new double[] {5, 11}, w.gradient().values());
    assertArrayEquals(new double[] {3}, b.gradient().values());
  }

  /** A dense layer does the same to a sequence by itself, with a mask and without. */
  @ParameterizedTest
  @EnumSource
  void maskedStepsAreZero(Forward forward) {
    Step step = Step.training(0).withMask(Optional.of(Tensor.matrix(new double[] {0, 1})));
    DenseLayer dense = new DenseLayer(w, Optional.of(b), new Identity());
    for (Layer either : new Layer[] {layer, dense}) {
      Layer.Pass pass = forward.of(either, X, step);
      assertArrayEquals(new double[] {0, 43}, pass.output().values());
      assertArrayEquals(new double[] {0, 2, 0, 20}, pass.backward(DY).values());
      assertArrayEquals(new double[] {4, 8}, w.gradient().values());
      assertArrayEquals(new double[] {2}, b.gradient().values());
    }
  }

  @Test
  void gradients() {
    Layer random =
        new TimeDistributedLayer(
            new DenseLayer(
                Sequences.random("W", 1, 2, 3),
                Optional.of(Sequences.random("b", 2, 3)),
                new Tanh()));
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 2, 3)), 4);
    assertEquals(12 + 9, GradientCheck.layer(random, x).assertPasses().checked());
    Tensor mask = Tensor.matrix(new double[] {1, 0, 1}, new double[] {0, 0, 0});
    Sequences.masked(random, x, mask).assertPasses();
  }
}
