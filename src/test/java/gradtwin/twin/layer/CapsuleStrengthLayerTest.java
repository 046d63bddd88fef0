package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CapsuleStrengthLayerTest {
  private final CapsuleStrengthLayer layer = new CapsuleStrengthLayer();

  /** |(3, 4)| = 5, and 10 (3, 4) / 5 = (6, 8). */
  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Tensor u = Tensor.of(Shape.of(1, 3, 2), new double[] {3, 4, 0, 0, -300, 0});
    Layer.Pass pass = forward.of(layer, u, Step.training(0));
    assertEquals(Shape.of(1, 3), pass.output().shape());
    assertArrayEquals(new double[] {5, 0, 300}, pass.output().values());
    assertArrayEquals(
        new double[] {6, 8, 0, 0, -1, 0},
        pass.backward(Tensor.matrix(new double[] {10, 7, 1})).values(),
        1e-14);
  }

  @Test
  void backwardIsTheGradient() {
    Tensor u = GradientCheck.random(Tensor.zeros(Shape.of(2, 3, 4)), 1);
    Forward.check(layer, u).assertPasses();
  }

  /** At the tip of the cone there is no gradient to compare with. */
  @Test
  void aCapsuleOfZerosIsAKink() {
    Tensor u = Tensor.of(Shape.of(1, 2, 2), new double[] {0, 0, 1, 2});
    GradientCheck check = Forward.check(layer, u).assertPasses();
    assertEquals(2, check.kinks());
  }

  @Test
  void capsulesAreNoSteps() {
    assertEquals(Optional.empty(), layer.maskAfter(Optional.of(Tensor.zeros(Shape.of(1, 2)))));
  }
}
