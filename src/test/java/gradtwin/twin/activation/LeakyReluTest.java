package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class LeakyReluTest {
  private static final LeakyRelu QUARTER = new LeakyRelu(0.25);

  @Test
  void valuesAndSlopes() {
    assertAt(QUARTER, 3, 3, 1);
    assertAt(QUARTER, -2, -0.5, 0.25);
    assertAt(QUARTER, 1000, 1000, 1);
    assertAt(QUARTER, -1000, -250, 0.25);
    assertNanStaysNan(QUARTER);
  }

  /** At the kink, from either zero, the derivative is 1. */
  @Test
  void kink() {
    assertAt(QUARTER, 0, 0, 1);
    assertAt(QUARTER, -0.0, -0.0, 1);
    assertAt(QUARTER, -Double.MIN_NORMAL, -Double.MIN_NORMAL / 4, 0.25);
  }

  @Test
  void slopeOneHasNoKink() {
    Tensor aside = Tensor.vector(-1);
    Tensor kink = Tensor.vector(0);
    assertNotEquals(QUARTER.piece(aside), QUARTER.piece(kink));
    assertEquals(new LeakyRelu(1).piece(aside), new LeakyRelu(1).piece(kink));
  }

  @Test
  void derivative() {
    assertEquals(8, GradientCheck.activation(QUARTER, POINTS.copy()).assertPasses().checked());
  }
}
