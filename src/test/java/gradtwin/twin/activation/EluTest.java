package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class EluTest {
  private static final Elu TWO = new Elu(2);

  /** With exp(-log 2) = 1/2: 2 (1/2 - 1) = -1, and 2 * 1/2 = 1. */
  @Test
  void valuesAndSlopes() {
    assertAt(TWO, 3, 3, 1);
    assertAt(TWO, -Math.log(2), -1, 1);
    assertAt(TWO, -2 * Math.log(2), -1.5, 0.5);
    assertNanStaysNan(TWO);
  }

  @Test
  void extremes() {
    assertAt(TWO, 1000, 1000, 1);
    assertAt(TWO, -300, -2, 2 * Math.exp(-300));
    assertAt(TWO, -1000, -2, 0);
    assertAt(TWO, -1e-300, -2e-300, 2); // exp(z) - 1 would be 0 here
  }

  /**
   * At the kink, from either zero, the derivative is 1. With alpha 1 there is no kink, but still a
   * seam: the second derivative jumps from 1 to 0.
   */
  @Test
  void kink() {
    assertAt(TWO, 0, 0, 1);
    assertAt(TWO, -0.0, -0.0, 1);
    assertArrayEquals(new double[] {0}, TWO.kinks());
    assertArrayEquals(new double[0], new Elu(1).kinks());
    Tensor aside = Tensor.vector(-1);
    Tensor seam = Tensor.vector(0);
    assertNotEquals(TWO.piece(aside), TWO.piece(seam));
    assertNotEquals(new Elu(1).piece(aside), new Elu(1).piece(seam));
  }

  @Test
  void derivative() {
    assertEquals(8, GradientCheck.activation(TWO, POINTS.copy()).assertPasses().checked());
    assertEquals(8, GradientCheck.activation(new Elu(1), POINTS.copy()).assertPasses().checked());
  }
}
