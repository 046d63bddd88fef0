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
 * An image of two rows and four columns, without its first row, first column and last column:
 *
 * <pre>
 * x = (1 2 3 4)    y = (6 7)    dy = (2 3)    dx = (0 0 0 0)
 *     (5 6 7 8)                                    (0 2 3 0)
 * </pre>
 */
class CroppingLayerTest {
  private final CroppingLayer layer = new CroppingLayer(List.of(1, 1), List.of(0, 1));

  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    Tensor x = Tensor.of(Shape.of(1, 1, 2, 4), new double[] {1, 2, 3, 4, 5, 6, 7, 8});
    Layer.Pass pass = forward.of(layer, x, Step.PREDICTION);
    assertEquals(Shape.of(1, 1, 1, 2), pass.output().shape());
    assertArrayEquals(new double[] {6, 7}, pass.output().values());
    Tensor dx = pass.backward(Tensor.of(Shape.of(1, 1, 1, 2), new double[] {2, 3}));
    assertEquals(x.shape(), dx.shape());
    assertArrayEquals(new double[] {0, 0, 0, 0, 0, 2, 3, 0}, dx.values());
  }

  @Test
  void cutsTheMaskToo() {
    Tensor mask = Tensor.matrix(new double[] {1, 0, 1, 1}, new double[] {1, 1, 0, 0});
    Tensor after =
        new CroppingLayer(List.of(1), List.of(1)).maskAfter(Optional.of(mask)).orElseThrow();
    assertEquals(Shape.of(2, 2), after.shape());
    assertArrayEquals(new double[] {0, 1, 1, 0}, after.values());
  }

  @Test
  void gradients() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 1, 3, 4)), 1);
    assertEquals(24, Forward.check(layer, x).assertPasses().checked());
  }
}
