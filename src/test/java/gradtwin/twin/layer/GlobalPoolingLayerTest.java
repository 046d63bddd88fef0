package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two examples of one feature over three steps, and what a gradient of 6 and of 12 passes down:
 *
 * <pre>
 * x = ( 3  -4  0)    max ( 3)    average (-1/3)    sum (-1)    2-norm (5)    1-norm (7)
 *     (-2  -1 -2)        (-1)            (-5/3)        (-5)           (3)           (5)
 *
 * max      (6  0 0)    average (2 2 2)    sum ( 6  6  6)
 *          (0 12 0)            (4 4 4)        (12 12 12)
 *
 * 2-norm   6 / 5 (3 -4 0)   = (3.6 -4.8  0)    1-norm (  6  -6   0)
 *         12 / 3 (-2 -1 -2)   ( -8   -4 -8)           (-12 -12 -12)
 * </pre>
 */
class GlobalPoolingLayerTest {
  private static final Pooling MAX = new Pooling.Max();
  private static final Pooling AVERAGE = new Pooling.Average(Optional.empty());
  private static final Pooling SUM = new Pooling.Sum();
  private static final double MINUS_INFINITY = Double.NEGATIVE_INFINITY;

  private static final Tensor X = Tensor.of(Shape.of(2, 1, 3), new double[] {3, -4, 0, -2, -1, -2});
  private static final Tensor DY = Tensor.of(Shape.of(2, 1), new double[] {6, 12});

  /** The last step of the first example and the first of the second are not there. */
  private static final Step MASKED =
      Step.training(0)
          .withMask(Optional.of(Tensor.matrix(new double[] {1, 1, 0}, new double[] {0, 1, 1})));

  private static void check(Forward forward, Pooling pooling, Step step, double[] y, double[] dx) {
    Layer.Pass pass = forward.of(new GlobalPoolingLayer(pooling), X, step);
    assertEquals(Shape.of(2, 1), pass.output().shape());
    assertArrayEquals(y, pass.output().values(), 1e-15);
    assertEquals(X.shape(), pass.backward(DY).shape());
    assertArrayEquals(dx, pass.backward(DY).values(), 1e-14);
  }

  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    Step step = Step.training(0);
    check(forward, MAX, step, new double[] {3, -1}, new double[] {6, 0, 0, 0, 12, 0});
    check(
        forward, AVERAGE, step, new double[] {-1.0 / 3, -5.0 / 3}, new double[] {2, 2, 2, 4, 4, 4});
    check(forward, SUM, step, new double[] {-1, -5}, new double[] {6, 6, 6, 12, 12, 12});
    check(
        forward,
        new Pooling.PNorm(2),
        step,
        new double[] {5, 3},
        new double[] {3.6, -4.8, 0, -8, -4, -8});
    check(
        forward,
        new Pooling.PNorm(1),
        step,
        new double[] {7, 5},
        new double[] {6, -6, 0, -12, -12, -12});
  }

  /** The steps 3, -4 and -1, -2 are there. */
  @ParameterizedTest
  @EnumSource
  void stepsThatAreNotThereDoNotCount(Forward forward) {
    check(forward, MAX, MASKED, new double[] {3, -1}, new double[] {6, 0, 0, 0, 12, 0});
    check(forward, AVERAGE, MASKED, new double[] {-0.5, -1.5}, new double[] {3, 3, 0, 0, 6, 6});
    check(forward, SUM, MASKED, new double[] {-1, -3}, new double[] {6, 6, 0, 0, 12, 12});
    check(
        forward,
        new Pooling.PNorm(1),
        MASKED,
        new double[] {7, 3},
        new double[] {6, -6, 0, 0, -12, -12});
    assertEquals(Optional.empty(), new GlobalPoolingLayer(MAX).maskAfter(MASKED.mask()));
  }

  @Test
  void aSequenceWithoutAnyStep() {
    Step step = Step.training(0).withMask(Optional.of(Tensor.zeros(Shape.of(2, 3))));
    double[] nothing = new double[6];
    check(Forward.PASS, MAX, step, new double[] {MINUS_INFINITY, MINUS_INFINITY}, nothing);
    check(Forward.PASS, AVERAGE, step, new double[] {Double.NaN, Double.NaN}, nothing);
    check(Forward.PASS, SUM, step, new double[2], nothing);
    check(Forward.PASS, new Pooling.PNorm(2), step, new double[2], nothing);
    for (Pooling pooling : List.of(MAX, AVERAGE, SUM, new Pooling.PNorm(2))) {
      Layer layer = new GlobalPoolingLayer(pooling);
      assertArrayEquals(
          layer.forward(X, step).output().values(),
          Forward.FORMULA.of(layer, X, step).output().values());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstOfSeveralMaximaGetsTheGradient(Forward forward) {
    Tensor x = Tensor.of(Shape.of(1, 1, 4), new double[] {-300, 300, 300, -300});
    Layer.Pass pass = forward.of(new GlobalPoolingLayer(MAX), x, Step.PREDICTION);
    Tensor dy = Tensor.of(Shape.of(1, 1), new double[] {2});
    assertArrayEquals(new double[] {0, 2, 0, 0}, pass.backward(dy).values());
  }

  /** Everything 0: 0 is a subgradient of every norm. */
  @ParameterizedTest
  @EnumSource
  void aNormOfZeros(Forward forward) {
    Tensor zeros = Tensor.zeros(Shape.of(1, 1, 2, 2));
    Layer.Pass pass =
        forward.of(new GlobalPoolingLayer(new Pooling.PNorm(3)), zeros, Step.PREDICTION);
    Tensor dy = Tensor.of(Shape.of(1, 1), new double[] {2});
    assertArrayEquals(new double[1], pass.output().values());
    assertArrayEquals(new double[4], pass.backward(dy).values());
  }

  @Test
  void tellsThePiece() {
    GlobalPoolingLayer max = new GlobalPoolingLayer(MAX);
    GlobalPoolingLayer odd = new GlobalPoolingLayer(new Pooling.PNorm(3));
    for (GlobalPoolingLayer layer : List.of(max, odd)) {
      assertNotEquals(
          layer.forward(X, Step.PREDICTION).piece(),
          layer.forward(X.times(-1), Step.PREDICTION).piece());
      assertEquals(
          layer.forward(X, Step.PREDICTION).piece(),
          layer.forward(X.times(2), Step.PREDICTION).piece());
    }
  }

  @Test
  void gradients() {
    List<Pooling> all =
        List.of(
            MAX, AVERAGE, SUM, new Pooling.PNorm(1), new Pooling.PNorm(2), new Pooling.PNorm(3));
    for (Pooling pooling : all) {
      GlobalPoolingLayer layer = new GlobalPoolingLayer(pooling);
      for (Shape shape :
          List.of(Shape.of(2, 3, 4), Shape.of(2, 3, 2, 2), Shape.of(2, 3, 1, 2, 2))) {
        Tensor x = GradientCheck.random(Tensor.zeros(shape), 1);
        assertEquals(24, Forward.check(layer, x).assertPasses().checked());
      }
    }
  }
}
