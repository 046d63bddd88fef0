package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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

/** Steps that are added up, h_t = x_t + h_{t-1} + 1, but for those that are 9. */
class MaskZeroLayerTest {
  private final Parameter b = Sequences.bias(1);
  private final MaskZeroLayer layer =
      new MaskZeroLayer(
          new SimpleRnnLayer(
              Sequences.weights("W", new double[] {1}),
              Sequences.weights("RW", new double[] {1}),
              b,
              new Identity()),
          9);

  @ParameterizedTest
  @EnumSource
  void hiddenStepsLeaveNothingBehind(Forward forward) {
    Layer.Pass pass = forward.of(layer, Sequences.of(new double[] {1, 9, 2, 3}), Step.training(0));
    assertArrayEquals(new double[] {2, 0, 3, 7}, pass.output().values());
    Tensor dy = Sequences.of(new double[] {1, 1, 1, 1});
    assertArrayEquals(new double[] {1, 0, 2, 1}, pass.backward(dy).values());
    assertArrayEquals(new double[] {4}, b.gradient().values());
  }

  /** Of two features one that is 9 hides nothing. */
  @ParameterizedTest
  @EnumSource
  void everyFeatureCounts(Forward forward) {
    MaskZeroLayer two =
        new MaskZeroLayer(
            new SimpleRnnLayer(
                Sequences.weights("W", new double[] {1}, new double[] {1}),
                Sequences.weights("RW", new double[] {0}),
                Sequences.bias(0),
                new Identity()),
            9);
    Tensor x = Tensor.of(Shape.of(1, 2, 2), new double[] {9, 9, 9, 1});
    assertArrayEquals(new double[] {0, 10}, forward.of(two, x, Step.training(0)).output().values());
  }

  /** The mask is that of the data: one that arrives counts for nothing, and none leaves. */
  @ParameterizedTest
  @EnumSource
  void masksAreItsOwn(Forward forward) {
    Optional<Tensor> mask = Optional.of(Tensor.matrix(new double[] {0, 1}));
    Tensor x = Sequences.of(new double[] {1, 9});
    Step step = Step.training(0).withMask(mask);
    assertArrayEquals(new double[] {2, 0}, forward.of(layer, x, step).output().values());
    assertArrayEquals(new double[] {1, 0}, layer.maskOf(x, step).orElseThrow().values());
    assertEquals(Optional.empty(), layer.maskAfter(mask));
    LastTimeStepLayer last = new LastTimeStepLayer(layer);
    assertArrayEquals(new double[] {2}, forward.of(last, x, step).output().values());
  }

  /** Beside 9 the output jumps: that is another piece, and no derivative is asked for there. */
  @Test
  void gradients() {
    MaskZeroLayer random =
        new MaskZeroLayer(
            new SimpleRnnLayer(
                Sequences.random("W", 1, 1, 3),
                Sequences.random("RW", 2, 3, 3),
                Sequences.random("b", 3, 3),
                new Tanh()),
            9);
    Tensor x = Sequences.of(new double[] {0.5, 9, 1, -1}, new double[] {9, 9, 0.25, 9});
    GradientCheck check = Forward.check(random, x).assertPasses();
    assertEquals(4, check.kinks());
    assertNotEquals(
        random.forward(x, Step.training(0)).piece(),
        random.forward(x.times(2), Step.training(0)).piece());
  }
}
