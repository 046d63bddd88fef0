package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.layer.LocalResponseNormalizationLayer.Normalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One pixel in three channels, k = 1, n = 3 (one neighbour at each side), alpha = 1, beta = 1:
 *
 * <pre>
 * x = (1 2 3)    s = (1 + 1 + 4   1 + 1 + 4 + 9   1 + 4 + 9) = (6 15 14)
 *                y = x / s = (1/6 2/15 3/14)
 *
 * dy = (6 15 14)    q = dy y / s = x / s = (1/6 2/15 3/14)
 * dx = dy / s - 2 x (q_1 + q_2   q_1 + q_2 + q_3   q_2 + q_3)
 *    = (1 - 2 (1/6 + 2/15)   1 - 4 (1/6 + 2/15 + 3/14)   1 - 6 (2/15 + 3/14))
 *    = (2/5   -37/35   -38/35)
 * </pre>
 */
class LocalResponseNormalizationLayerTest {
  private static Layer.Pass pass(Forward forward, Normalization normalization, double... pixel) {
    Tensor x = Tensor.of(Shape.of(1, pixel.length, 1, 1), pixel);
    return forward.of(new LocalResponseNormalizationLayer(normalization), x, Step.PREDICTION);
  }

  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    Layer.Pass pass = pass(forward, new Normalization(1, 3, 1, 1), 1, 2, 3);
    assertArrayEquals(new double[] {1 / 6.0, 2 / 15.0, 3 / 14.0}, pass.output().values(), 1e-15);
    Tensor dy = Tensor.of(Shape.of(1, 3, 1, 1), new double[] {6, 15, 14});
    assertEquals(dy.shape(), pass.backward(dy).shape());
    assertArrayEquals(
        new double[] {2 / 5.0, -37 / 35.0, -38 / 35.0}, pass.backward(dy).values(), 1e-14);
  }

  /** Half of 4 reaches as far as half of 5, and further than half of 3. */
  @ParameterizedTest
  @EnumSource
  void halfOfAnEvenNIsWhole(Forward forward) {
    double[] four = pass(forward, new Normalization(1, 4, 1, 1), 1, 2, 3).output().values();
    assertArrayEquals(
        pass(forward, new Normalization(1, 5, 1, 1), 1, 2, 3).output().values(), four);
    assertEquals(1 / 15.0, four[0], 1e-15);
  }

  @ParameterizedTest
  @EnumSource
  void extremesStayFinite(Forward forward) {
    Layer.Pass pass = pass(forward, new Normalization(2, 5, 1e-4, 0.75), 300, 0, -300);
    assertTrue(pass.output().isFinite());
    assertTrue(pass.backward(pass.output()).isFinite());
    assertEquals(0, pass.output().values()[1]);
  }

  @Test
  void gradients() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 4, 2, 3)), 1);
    for (int n : new int[] {1, 2, 3, 7}) {
      Layer layer = new LocalResponseNormalizationLayer(new Normalization(0.5, n, 0.7, 1.2));
      assertEquals(48, Forward.check(layer, x).assertPasses().checked());
    }
  }
}
