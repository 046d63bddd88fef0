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
 * An image of one row and two columns, with one row above, and two columns to the right:
 *
 * <pre>
 * x = (3 4)    y = (0 0 0 0)    dy = (1 2 3 4)    dx = (5 6)
 *                  (3 4 0 0)         (5 6 7 8)
 * </pre>
 */
class ZeroPaddingLayerTest {
  private final ZeroPaddingLayer layer = new ZeroPaddingLayer(List.of(1, 0), List.of(0, 2));

  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 2), new double[] {3, 4});
    Layer.Pass pass = forward.of(layer, x, Step.PREDICTION);
    assertEquals(Shape.of(1, 1, 2, 4), pass.output().shape());
    assertArrayEquals(new double[] {0, 0, 0, 0, 3, 4, 0, 0}, pass.output().values());
    Tensor dy = Tensor.of(Shape.of(1, 1, 2, 4), new double[] {1, 2, 3, 4, 5, 6, 7, 8});
    assertEquals(x.shape(), pass.backward(dy).shape());
    assertArrayEquals(new double[] {5, 6}, pass.backward(dy).values());
  }

  @Test
  void addedStepsAreNotThere() {
    Tensor mask = Tensor.matrix(new double[] {1, 0}, new double[] {1, 1});
    Tensor after =
        new ZeroPaddingLayer(List.of(1), List.of(2)).maskAfter(Optional.of(mask)).orElseThrow();
    assertEquals(Shape.of(2, 5), after.shape());
    assertArrayEquals(new double[] {0, 1, 0, 0, 0, 0, 1, 1, 0, 0}, after.values());
  }

  @Test
  void gradients() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 3, 2, 2)), 1);
    assertEquals(24, Forward.check(layer, x).assertPasses().checked());
  }
}
