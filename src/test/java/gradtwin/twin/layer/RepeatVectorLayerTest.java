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

class RepeatVectorLayerTest {
  private static final Tensor X = Tensor.matrix(new double[] {1, 2}, new double[] {3, 4});

  /** dx is the sum over the steps: (1 + 2 + 3 4 + 5 + 6; ...). */
  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass = forward.of(new RepeatVectorLayer(3), X, Step.training(0));
    assertEquals(Shape.of(2, 2, 3), pass.output().shape());
    assertArrayEquals(new double[] {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4}, pass.output().values());
    Tensor dy = Tensor.of(Shape.of(2, 2, 3), new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    Tensor dx = pass.backward(dy);
    assertEquals(X.shape(), dx.shape());
    assertArrayEquals(new double[] {6, 15, 24, 33}, dx.values());
  }

  @ParameterizedTest
  @EnumSource
  void oneStep(Forward forward) {
    Layer.Pass pass = forward.of(new RepeatVectorLayer(1), X, Step.training(0));
    assertEquals(Shape.of(2, 2, 1), pass.output().shape());
    assertArrayEquals(X.values(), pass.output().values());
  }

  @Test
  void gradients() {
    assertEquals(4, GradientCheck.layer(new RepeatVectorLayer(3), X).assertPasses().checked());
  }
}
