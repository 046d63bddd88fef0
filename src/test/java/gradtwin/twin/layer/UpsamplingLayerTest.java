package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
 * An image of one row and two columns, each pixel in two rows and three columns:
 *
 * <pre>
 * x = (3 4)    y = (3 3 3 4 4 4)    dy = (1 2 3  4  5  6)    dx = (30 48)
 *                  (3 3 3 4 4 4)         (7 8 9 10 11 12)
 * </pre>
 */
class UpsamplingLayerTest {
  private final UpsamplingLayer layer = new UpsamplingLayer(List.of(2, 3));

  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 2), new double[] {3, 4});
    Layer.Pass pass = forward.of(layer, x, Step.PREDICTION);
    assertEquals(Shape.of(1, 1, 2, 6), pass.output().shape());
    assertArrayEquals(new double[] {3, 3, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4}, pass.output().values());
    double[] dy = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Tensor dx = pass.backward(Tensor.of(Shape.of(1, 1, 2, 6), dy));
    assertEquals(x.shape(), dx.shape());
    assertArrayEquals(new double[] {30, 48}, dx.values());
  }

  @Test
  void repeatsTheMaskToo() {
    Tensor mask = Tensor.matrix(new double[] {1, 0}, new double[] {1, 1});
    Tensor after = new UpsamplingLayer(List.of(2)).maskAfter(Optional.of(mask)).orElseThrow();
    assertEquals(Shape.of(2, 4), after.shape());
    assertArrayEquals(new double[] {1, 1, 0, 0, 1, 1, 1, 1}, after.values());
  }

  @Test
  void gradients() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 3, 2, 2)), 1);
    assertEquals(24, Forward.check(layer, x).assertPasses().checked());
  }
}
