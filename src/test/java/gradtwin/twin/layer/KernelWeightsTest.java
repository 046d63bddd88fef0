package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Stored as [k, a, b], each element is its position: 4 k + 2 a + b. */
class KernelWeightsTest {
  private static final double[] POSITIONS = {0, 1, 2, 3, 4, 5, 6, 7};

  private final Parameter stored =
      new Parameter(
          "W", Tensor.of(Shape.of(2, 2, 2), POSITIONS), Parameter.Role.WEIGHT, Penalty.NONE);

  /** As [b, a, k]: (0, 0) is 0 4, (0, 1) is 2 6, (1, 0) is 1 5, (1, 1) is 3 7. */
  @Test
  void reversed() {
    KernelWeights weights = KernelWeights.reversed(stored);
    assertArrayEquals(
        new double[] {0, 4, 2, 6, 1, 5, 3, 7}, weights.value(stored.value()).values());
    weights.setGradient(Tensor.of(Shape.of(8), new double[] {0, 4, 2, 6, 1, 5, 3, 7}));
    assertArrayEquals(POSITIONS, stored.gradient().values());
  }

  /** As [a, b, k]: (0, 0) is 0 4, (0, 1) is 1 5, (1, 0) is 2 6, (1, 1) is 3 7. */
  @Test
  void anyOtherOrder() {
    KernelWeights weights = new KernelWeights(stored, Shape.of(2, 2, 2), 1, 2, 0);
    assertArrayEquals(
        new double[] {0, 4, 1, 5, 2, 6, 3, 7}, weights.value(stored.value()).values());
    weights.setGradient(Tensor.of(Shape.of(4, 2), new double[] {0, 4, 1, 5, 2, 6, 3, 7}));
    assertArrayEquals(POSITIONS, stored.gradient().values());
  }

  @Test
  void inOrder() {
    KernelWeights weights = KernelWeights.inOrder(stored);
    assertArrayEquals(POSITIONS, weights.value(stored.value()).values());
    weights.setGradient(Tensor.of(Shape.of(8), POSITIONS));
    assertArrayEquals(POSITIONS, stored.gradient().values());
  }

  @Test
  void refusesAnotherNumberOfElements() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new KernelWeights(stored, Shape.of(2, 2, 3), 0, 1, 2));
  }
}
