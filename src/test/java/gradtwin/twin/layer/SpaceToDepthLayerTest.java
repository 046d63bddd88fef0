package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two channels of two rows and four columns, in blocks of 2 by 2. The first two channels that leave
 * hold the upper left pixels of the blocks, the next two the upper right ones, and so on:
 *
 * <pre>
 * x = (1 2 3 4)  ( 9 10 11 12)    y = (1 3) (9 11) (2 4) (10 12) (5 7) (13 15) (6 8) (14 16)
 *     (5 6 7 8)  (13 14 15 16)
 * </pre>
 */
class SpaceToDepthLayerTest {
  private final SpaceToDepthLayer layer = new SpaceToDepthLayer(2);

  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    Tensor x =
        Tensor.of(
            Shape.of(1, 2, 2, 4),
            new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    Layer.Pass pass = forward.of(layer, x, Step.PREDICTION);
    assertEquals(Shape.of(1, 8, 1, 2), pass.output().shape());
    assertArrayEquals(
        new double[] {1, 3, 9, 11, 2, 4, 10, 12, 5, 7, 13, 15, 6, 8, 14, 16},
        pass.output().values());
    // each pixel goes back to where it came from
    assertArrayEquals(x.values(), pass.backward(pass.output()).values());
    assertEquals(x.shape(), pass.backward(pass.output()).shape());
  }

  @Test
  void gradients() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 3, 4, 2)), 1);
    assertEquals(48, Forward.check(layer, x).assertPasses().checked());
  }
}
