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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two steps, ahead h_t = x_t + 2 h_{t-1}, back h_t = x_t + 3 h_{t+1}:
 *
 * <pre>
 * x = (1 2)    F = (1 2 + 2 * 1) = (1 4)    B = (1 + 3 * 2  2) = (7 2)
 *
 * concat    (1 4; 7 2)    multiply (7 8)    add (8 6)    average (4 3)
 *
 * dy = (1 10), added: ahead dz = (1 + 2 * 10  10) = (21 10)    back dz = (1  10 + 3 * 1) = (1 13)
 *                     dx = (22 23)    dRW ahead = 1 * 10    dRW back = 2 * 1
 * </pre>
 */
class BidirectionalLayerTest {
  private static final Tensor X = Sequences.of(new double[] {1, 2});

  private static SimpleRnnLayer linear(double recurrent) {
    return new SimpleRnnLayer(
        Sequences.weights("W", new double[] {1}),
        Sequences.weights("RW", new double[] {recurrent}),
        Sequences.bias(0),
        new Identity());
  }

  private static BidirectionalLayer both(BidirectionalLayer.Mode mode) {
    return new BidirectionalLayer(linear(2), linear(3), mode);
  }

  private static double[] output(Forward forward, BidirectionalLayer.Mode mode) {
    return forward.of(both(mode), X, Step.training(0)).output().values();
  }

  @ParameterizedTest
  @EnumSource
  void modes(Forward forward) {
    assertArrayEquals(new double[] {1, 4, 7, 2}, output(forward, BidirectionalLayer.Mode.CONCAT));
    assertArrayEquals(new double[] {7, 8}, output(forward, BidirectionalLayer.Mode.MULTIPLY));
    assertArrayEquals(new double[] {8, 6}, output(forward, BidirectionalLayer.Mode.ADD));
    assertArrayEquals(new double[] {4, 3}, output(forward, BidirectionalLayer.Mode.AVERAGE));
  }

  @ParameterizedTest
  @EnumSource
  void backwardByHand(Forward forward) {
    BidirectionalLayer layer = both(BidirectionalLayer.Mode.ADD);
    Layer.Pass pass = forward.of(layer, X, Step.training(0));
    assertArrayEquals(
        new double[] {22, 23}, pass.backward(Sequences.of(new double[] {1, 10})).values());
    List<Parameter> parameters = layer.parameters();
    assertEquals(
        List.of("fW", "fRW", "fb", "bW", "bRW", "bb"),
        parameters.stream().map(Parameter::key).toList());
    assertArrayEquals(new double[] {10}, parameters.get(1).gradient().values());
    assertArrayEquals(new double[] {2}, parameters.get(4).gradient().values());
  }

  /** What is there does not depend on how far it was padded: here by a step of 5. */
  @ParameterizedTest
  @EnumSource
  void theWayBackStartsAtTheEndOfTheSequence(Forward forward) {
    Tensor padded = Sequences.of(new double[] {1, 2, 5});
    Step step = Step.training(0).withMask(Optional.of(Tensor.matrix(new double[] {1, 1, 0})));
    Layer.Pass pass = forward.of(both(BidirectionalLayer.Mode.ADD), padded, step);
    assertArrayEquals(new double[] {8, 6, 0}, pass.output().values());
    assertArrayEquals(
        new double[] {22, 23, 0}, pass.backward(Sequences.of(new double[] {1, 10, 7})).values());
  }

  @ParameterizedTest
  @EnumSource
  void gradients(BidirectionalLayer.Mode mode) {
    BidirectionalLayer layer = new BidirectionalLayer(random(1), random(5), mode);
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 2, 3)), 4);
    assertEquals(12 + 2 * 18, Forward.check(layer, x).assertPasses().checked());
    Tensor mask = Tensor.matrix(new double[] {1, 1, 0}, new double[] {0, 1, 1});
    Sequences.masked(layer, x, mask).assertPasses();
  }

  private static SimpleRnnLayer random(int which) {
    return new SimpleRnnLayer(
        Sequences.random("W", which, 2, 3),
        Sequences.random("RW", which + 1, 3, 3),
        Sequences.random("b", which + 2, 3),
        new Tanh());
  }
}
