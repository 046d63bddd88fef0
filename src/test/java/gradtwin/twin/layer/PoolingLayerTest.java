package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.WindowAxis;
import gradtwin.tensor.Windows;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One image of 2 rows and 3 columns, under two windows of 2 by 2 that overlap in the second column,
 * and what gradients of 12 and 24 pass down:
 *
 * <pre>
 * x = (1 -2 3)    max (4 6)    average (1/2 3)    2-norm (sqrt 46  sqrt 74)    1-norm (12 16)
 *     (4 -5 6)
 *
 * max      ( 0 0  0)    average (3 9 6)    1-norm (12 -36 24)
 *          (12 0 24)            (3 9 6)           (12 -36 24)
 *
 * 2-norm   (12/sqrt 46   -24/sqrt 46 - 48/sqrt 74    72/sqrt 74)
 *          (48/sqrt 46  -60/sqrt 46 - 120/sqrt 74   144/sqrt 74)
 * </pre>
 */
class PoolingLayerTest {
  private static final Pooling MAX = new Pooling.Max();
  private static final Pooling AVERAGE = new Pooling.Average(Optional.empty());

  private static final Tensor X =
      Tensor.of(Shape.of(1, 1, 2, 3), new double[] {1, -2, 3, 4, -5, 6});
  private static final Tensor DY = Tensor.of(Shape.of(1, 1, 1, 2), new double[] {12, 24});

  private static final Windows TWO_BY_TWO =
      new Windows(List.of(WindowAxis.fitting(2, 2, 1, 1, 0), WindowAxis.fitting(3, 2, 1, 1, 0)));

  /** Windows of two steps that stick out by one at both ends: 1, 2 3 and 4 of four. */
  private static final Windows STICKING_OUT =
      new Windows(List.of(WindowAxis.fitting(4, 2, 2, 1, 1)));

  private static final Tensor STEPS = Tensor.of(Shape.of(1, 1, 4), new double[] {-6, -8, -4, -2});

  private static void check(Forward forward, Pooling pooling, double[] y, double[] dx) {
    Layer.Pass pass = forward.of(new PoolingLayer(pooling, TWO_BY_TWO, false), X, Step.PREDICTION);
    assertEquals(DY.shape(), pass.output().shape());
    assertArrayEquals(y, pass.output().values(), 1e-14);
    assertEquals(X.shape(), pass.backward(DY).shape());
    assertArrayEquals(dx, pass.backward(DY).values(), 1e-13);
  }

  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    check(forward, MAX, new double[] {4, 6}, new double[] {0, 0, 0, 12, 0, 24});
    check(forward, AVERAGE, new double[] {-0.5, 0.5}, new double[] {3, 9, 6, 3, 9, 6});
    check(
        forward,
        new Pooling.PNorm(1),
        new double[] {12, 16},
        new double[] {12, -36, 24, 12, -36, 24});
    double a = Math.sqrt(46);
    double b = Math.sqrt(74);
    check(
        forward,
        new Pooling.PNorm(2),
        new double[] {a, b},
        new double[] {12 / a, -24 / a - 48 / b, 72 / b, 48 / a, -60 / a - 120 / b, 144 / b});
  }

  private static Layer.Pass stickingOut(Forward forward, Pooling pooling) {
    return forward.of(new PoolingLayer(pooling, STICKING_OUT, false), STEPS, Step.PREDICTION);
  }

  /** Padding is no 0 that would be the greatest of negative numbers. */
  @ParameterizedTest
  @EnumSource
  void whatSticksOutIsNoMaximum(Forward forward) {
    Layer.Pass pass = stickingOut(forward, MAX);
    assertArrayEquals(new double[] {-6, -4, -2}, pass.output().values());
    Tensor dy = Tensor.of(pass.output().shape(), new double[] {1, 2, 3});
    assertArrayEquals(new double[] {1, 0, 2, 3}, pass.backward(dy).values());
  }

  @ParameterizedTest
  @EnumSource
  void whatSticksOutCountsInAMeanIfAskedFor(Forward forward) {
    Tensor dy = Tensor.of(Shape.of(1, 1, 3), new double[] {2, 4, 6});
    assertArrayEquals(new double[] {-6, -6, -2}, stickingOut(forward, AVERAGE).output().values());
    assertArrayEquals(
        new double[] {2, 2, 2, 6}, stickingOut(forward, AVERAGE).backward(dy).values());
    Pooling counting = new Pooling.Average(Optional.of(2));
    assertArrayEquals(new double[] {-3, -6, -1}, stickingOut(forward, counting).output().values());
    assertArrayEquals(
        new double[] {1, 2, 2, 3}, stickingOut(forward, counting).backward(dy).values());
  }

  @ParameterizedTest
  @EnumSource
  void theFirstOfSeveralMaximaGetsTheGradient(Forward forward) {
    Tensor ties = Tensor.of(Shape.of(1, 1, 2, 3), new double[] {-300, 300, 0, 300, 300, 0});
    Layer.Pass pass = forward.of(new PoolingLayer(MAX, TWO_BY_TWO, false), ties, Step.PREDICTION);
    assertArrayEquals(new double[] {0, 36, 0, 0, 0, 0}, pass.backward(DY).values());
  }

  /** A step of the output is there if its window sees one that is. */
  @Test
  void poolsTheMaskToo() {
    Tensor mask = Tensor.matrix(new double[] {1, 1, 0, 0}, new double[] {0, 0, 0, 1});
    PoolingLayer layer = new PoolingLayer(AVERAGE, STICKING_OUT, false);
    assertArrayEquals(
        new double[] {1, 1, 0, 0, 0, 1}, layer.maskAfter(Optional.of(mask)).orElseThrow().values());
    assertEquals(Optional.empty(), layer.maskAfter(Optional.empty()));
    PoolingLayer keeping = new PoolingLayer(AVERAGE, STICKING_OUT, true);
    assertEquals(Optional.of(mask), keeping.maskAfter(Optional.of(mask)));
  }

  @Test
  void knowsWindowsThatSeePaddingOnly() {
    assertTrue(PoolingLayer.seesSomething(STICKING_OUT));
    assertFalse(
        PoolingLayer.seesSomething(new Windows(List.of(WindowAxis.fitting(4, 2, 2, 1, 2)))));
  }

  @Test
  void tellsThePieceOfItsMaxima() {
    PoolingLayer layer = new PoolingLayer(MAX, TWO_BY_TWO, false);
    assertNotEquals(
        layer.forward(X, Step.PREDICTION).piece(),
        layer.forward(X.times(-1), Step.PREDICTION).piece());
    PoolingLayer smooth = new PoolingLayer(AVERAGE, TWO_BY_TWO, false);
    assertEquals(
        smooth.forward(X, Step.PREDICTION).piece(),
        smooth.forward(X.times(-1), Step.PREDICTION).piece());
  }

  /** Windows that overlap, stick out and have holes, over one, two and three axes. */
  @Test
  void gradients() {
    WindowAxis same = WindowAxis.centred(5, 3, 2, 1);
    WindowAxis holes = WindowAxis.fitting(4, 2, 1, 2, 1);
    WindowAxis plain = WindowAxis.fitting(2, 2, 2, 1, 0);
    List<Pooling> all =
        List.of(
            MAX,
            AVERAGE,
            new Pooling.Average(Optional.of(7)),
            new Pooling.PNorm(1),
            new Pooling.PNorm(2),
            new Pooling.PNorm(3));
    for (Pooling pooling : all) {
      gradients(pooling, new Windows(List.of(same)), Shape.of(2, 2, 5));
      gradients(pooling, new Windows(List.of(same, holes)), Shape.of(2, 2, 5, 4));
      gradients(pooling, new Windows(List.of(plain, same, holes)), Shape.of(1, 2, 2, 5, 4));
    }
  }

  private static void gradients(Pooling pooling, Windows windows, Shape shape) {
    Tensor x = GradientCheck.random(Tensor.zeros(shape), 2);
    GradientCheck check = Forward.check(new PoolingLayer(pooling, windows, false), x);
    assertEquals(shape.elements(), check.assertPasses().checked());
  }
}
