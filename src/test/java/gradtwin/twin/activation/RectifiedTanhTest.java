package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class RectifiedTanhTest {
  private static final Elementwise F = new RectifiedTanh();

  /** tanh(log 2) = (2 - 1/2) / (2 + 1/2) = 3/5. */
  @Test
  void valuesAndSlopes() {
    assertAt(F, Math.log(2), 0.6, 0.64);
    assertAt(F, -Math.log(2), 0, 0);
    assertAt(F, 300, 1, 0);
    assertAt(F, -800, 0, 0);
    assertNanStaysNan(F);
  }

  /** At the kink the derivative is 0. */
  @Test
  void kink() {
    assertAt(F, 0, 0, 0);
    assertAt(F, -0.0, 0, 0);
    assertAt(F, Double.MIN_NORMAL, Double.MIN_NORMAL, 1);
  }

  @Test
  void derivative() {
    GradientCheck check = GradientCheck.activation(F, POINTS.copy()).assertPasses();
    assertEquals(8, check.checked());
  }
}
