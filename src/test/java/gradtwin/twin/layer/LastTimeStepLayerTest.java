package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Tanh;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Steps that are added up, h_t = x_t + h_{t-1}, of which the last is taken:
 *
 * <pre>
 * x = (1 2 3)    y = 6    dy = 5    dx = (5 5 5)    dRW = 5 * (1 + 3)
 * </pre>
 */
class LastTimeStepLayerTest {
  private final Parameter rw = Sequences.weights("RW", new double[] {1});
  private final LastTimeStepLayer layer =
      new LastTimeStepLayer(
          new SimpleRnnLayer(
              Sequences.weights("W", new double[] {1}), rw, Sequences.bias(0), new Identity()));

  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass = forward.of(layer, Sequences.of(new double[] {1, 2, 3}), Step.training(0));
    assertEquals(Shape.of(1, 1), pass.output().shape());
    assertArrayEquals(new double[] {6}, pass.output().values());
    Tensor dy = Tensor.matrix(new double[] {5});
    assertArrayEquals(new double[] {5, 5, 5}, pass.backward(dy).values());
    assertArrayEquals(new double[] {5 * (1 + 3)}, rw.gradient().values());
    pass.backwardToParameters(dy.times(2));
    assertArrayEquals(new double[] {10 * (1 + 3)}, rw.gradient().values());
  }

  /** The last step that is there; 0 of an example that has none. */
  @ParameterizedTest
  @EnumSource
  void ofMaskedSequences(Forward forward) {
    Tensor x = Sequences.of(new double[] {1, 2, 3}, new double[] {1, 2, 3}, new double[] {1, 2, 3});
    Tensor mask =
        Tensor.matrix(new double[] {1, 1, 0}, new double[] {0, 1, 1}, new double[] {0, 0, 0});
    Step step = Step.training(0).withMask(Optional.of(mask));
    Layer.Pass pass = forward.of(layer, x, step);
    assertArrayEquals(new double[] {3, 5, 0}, pass.output().values());
    Tensor dy = Tensor.matrix(new double[] {5}, new double[] {7}, new double[] {9});
    assertArrayEquals(new double[] {5, 5, 0, 0, 7, 7, 0, 0, 0}, pass.backward(dy).values());
    assertEquals(Optional.empty(), layer.maskAfter(step.mask()));
  }

  /** An LSTM is told of the mask here, though it does not look at one by itself. */
  @Test
  void gradients() {
    LastTimeStepLayer last =
        new LastTimeStepLayer(
            new LstmLayer(
                Sequences.random("W", 1, 2, 12),
                Sequences.random("RW", 2, 3, 12),
                Sequences.random("b", 3, 12),
                new Tanh(),
                new Sigmoid()));
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 2, 3)), 4);
    Forward.check(last, x).assertPasses();
    Tensor mask = Tensor.matrix(new double[] {1, 1, 0}, new double[] {0, 1, 1});
    Sequences.masked(last, x, mask).assertPasses();
  }
}
