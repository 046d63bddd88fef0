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
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.activation.Tanh;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One example of two steps with one feature, one unit, all functions linear:
 *
 * <pre>
 *         i f o  g
 * W  = (  1 0 1  2)    x = (1 2)
 * RW = (  1 1 1 -1)
 * b  = (  0 1 0  0)
 *
 * z_1 = (1 1 1 2)                              c_1 = 1 * 0 + 2 * 1 =  2    h_1 = 1 *  2 =  2
 * z_2 = (2 1 2 4) + 2 RW = (4 3 4 2)           c_2 = 3 * 2 + 2 * 4 = 14    h_2 = 4 * 14 = 56
 *
 * dy = (1 1)
 * dh_2 = 1    dc_2 = 1 * 4 = 4    dz_2 = (4 * 2  4 * 2  1 * 14  4 * 4) = (8 8 14 16)
 * dh_1 = 1 + 8 + 8 + 14 - 16 = 15
 * dc_1 = 4 * 3 + 15 * 1 = 27      dz_1 = (27 * 2  27 * 0  15 * 2  27 * 1) = (54 0 30 27)
 *
 * dW  = 1 dz_1 + 2 dz_2 = (70 16 58 59)        dx_1 = 54 + 30 + 2 * 27 = 138
 * dRW = 2 dz_2          = (16 16 28 32)        dx_2 =  8 + 14 + 2 * 16 =  54
 * db  = dz_1 + dz_2     = (62  8 44 43)
 * </pre>
 *
 * With peepholes pF = 1, pO = 2, pG = -1 and dy = (0 1):
 *
 * <pre>
 * z_1 = (1 1 1 2)       c_1 = 2                                o = 1 + 2 * 2 = 5      h_1 = 10
 * z_2 = (2 1 2 4) + 10 RW = (12 11 12 -6)
 *       f = 11 + 2 = 13    g = -6 - 2 = -8
 *       c_2 = 13 * 2 - 8 * 12 = -70                            o = 12 - 140 = -128    h_2 = 8960
 *
 * dzo = -70    dc_2 = -128 + 2 * -70 = -268
 * dz_2 = (-268 * -8  -268 * 2  -70  -268 * 12) = (2144 -536 -70 -3216)
 * to c_1: 13 * -268 + 1 * -536 - 1 * -3216 = -804
 * dh_1 = 2144 - 536 - 70 + 3216 = 4754
 * dzo = 4754 * 2 = 9508    dc_1 = -804 + 4754 * 5 + 2 * 9508 = 41982
 * dz_1 = (41982 * 2  0  9508  41982) = (83964 0 9508 41982)
 *
 * dW  = dz_1 + 2 dz_2 = (88252 -1072 9368 35550)
 * dRW = 10 dz_2 = (21440 -5360 -700 -32160)
 * dpF = -536 * 2 = -1072    dpO = 9508 * 2 + 70 * 70 = 23916    dpG = -3216 * 2 = -6432
 * </pre>
 */
class LstmLayerTest {
  private static final Tensor X = Sequences.of(new double[] {1, 2});

  private final Parameter w = Sequences.weights("W", new double[] {1, 0, 1, 2});
  private final Parameter rw = Sequences.weights("RW", new double[] {1, 1, 1, -1});
  private final Parameter peeping = Sequences.weights("RW", new double[] {1, 1, 1, -1, 1, 2, -1});
  private final Parameter b = Sequences.bias(0, 1, 0, 0);

  private LstmLayer linear(Parameter recurrent) {
    return new LstmLayer(w, recurrent, b, new Identity(), new Identity());
  }

  private static LstmLayer random(int peepholes, Activation activation, Activation gate) {
    return new LstmLayer(
        Sequences.random("W", 1, 2, 12),
        Sequences.random("RW", 2, 3, 12 + peepholes),
        Sequences.random("b", 3, 12),
        activation,
        gate);
  }

  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass = forward.of(linear(rw), X, Step.training(0));
    assertArrayEquals(new double[] {2, 56}, pass.output().values());
    Tensor dy = Sequences.of(new double[] {1, 1});
    assertArrayEquals(new double[] {138, 54}, pass.backward(dy).values());
    assertArrayEquals(new double[] {70, 16, 58, 59}, w.gradient().values());
    assertArrayEquals(new double[] {16, 16, 28, 32}, rw.gradient().values());
    assertArrayEquals(new double[] {62, 8, 44, 43}, b.gradient().values());
  }

  @ParameterizedTest
  @EnumSource
  void peepholesByHand(Forward forward) {
    Layer.Pass pass = forward.of(linear(peeping), X, Step.training(0));
    assertArrayEquals(new double[] {10, 8960}, pass.output().values());
    pass.backwardToParameters(Sequences.of(new double[] {0, 1}));
    assertArrayEquals(new double[] {88252, -1072, 9368, 35550}, w.gradient().values());
    assertArrayEquals(
        new double[] {21440, -5360, -700, -32160, -1072, 23916, -6432},
        peeping.gradient().values());
    pass.backward(Sequences.of(new double[] {0, 1})); // overwrites, adds nothing
    assertEquals(-1072, peeping.gradient().at(0, 4));
  }

  /** On its own it does not look at a mask; told of it, it starts anew after a masked step. */
  @Test
  void maskedStepsLeaveNothingBehindWhereTheLayerIsTold() {
    Optional<Tensor> mask = Optional.of(Tensor.matrix(new double[] {0, 1}));
    Step step = Step.training(0).withMask(mask);
    assertArrayEquals(new double[] {2, 56}, linear(rw).forward(X, step).output().values());

    Layer.Pass pass = linear(rw).forwardMasked(X, mask);
    // z_2 = (2 1 2 4): c_2 = 4 * 2 = 8, h_2 = 2 * 8
    assertArrayEquals(new double[] {0, 16}, pass.output().values());
    // dzo = 8, dc = 2, dz_2 = (8 0 8 4), dx_2 = 8 + 8 + 2 * 4
    assertArrayEquals(
        new double[] {0, 24}, pass.backward(Sequences.of(new double[] {1, 1})).values());
    assertArrayEquals(new double[] {8, 0, 8, 4}, b.gradient().values());
    assertArrayEquals(new double[4], rw.gradient().values());
  }

  @Test
  void gradients() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 2, 3)), 4);
    for (int peepholes : new int[] {0, 3}) {
      int elements = 12 + 24 + 3 * (12 + peepholes) + 12;
      LstmLayer usual = random(peepholes, new Tanh(), new Sigmoid());
      assertEquals(elements, Forward.check(usual, x).assertPasses().checked());
      LstmLayer odd = random(peepholes, new Softmax(), new Softmax());
      assertEquals(elements, Forward.check(odd, x).assertPasses().checked());
      LstmLayer kinked = random(peepholes, new Relu(), new Tanh());
      assertTrue(Forward.check(kinked, x).assertPasses().checked() > elements / 2);
    }
  }

  /** Padding after, before and between the steps, and an example that is not there at all. */
  @Test
  void gradientsUnderAMask() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(4, 2, 4)), 4);
    Tensor mask =
        Tensor.matrix(
            new double[] {1, 1, 0, 0},
            new double[] {0, 0, 1, 1},
            new double[] {1, 0, 0, 1},
            new double[] {0, 0, 0, 0});
    for (int peepholes : new int[] {0, 3}) {
      LstmLayer layer = random(peepholes, new Tanh(), new Sigmoid());
      // a bidirectional layer tells both of its layers of the mask
      Layer told = new BidirectionalLayer(layer, layer, BidirectionalLayer.Mode.CONCAT);
      Tensor y = told.forward(x, Step.training(0).withMask(Optional.of(mask))).output();
      assertEquals(0, y.at(0, 0, 3));
      assertEquals(0, y.at(3, 5, 0));
      Layer ahead =
          new BidirectionalLayer(
              layer,
              random(peepholes, new Tanh(), new Sigmoid()),
              BidirectionalLayer.Mode.MULTIPLY);
      Sequences.masked(ahead, x, mask).assertPasses();
    }
  }

  @ParameterizedTest
  @EnumSource
  void largeNumbersSaturate(Forward forward) {
    LstmLayer layer = new LstmLayer(w, rw, b, new Tanh(), new Sigmoid());
    Tensor x = Sequences.of(new double[] {300}, new double[] {-300});
    Layer.Pass pass = forward.of(layer, x, Step.training(0));
    // gates 1 and candidate 1: tanh(1); gates 0: 0
    assertArrayEquals(new double[] {Math.tanh(1), 0}, pass.output().values(), 1e-100);
    assertTrue(pass.backward(x).isFinite());
  }

  @Test
  void refusesShapesThatDoNotFit() {
    Parameter odd = Sequences.weights("RW", new double[] {1, 1, 1, -1, 1});
    assertThrows(IllegalArgumentException.class, () -> linear(odd));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LstmLayer(w, rw, Sequences.bias(1), new Tanh(), new Tanh()));
  }
}
