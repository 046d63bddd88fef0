package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class HardTanhTest {
  private static final Elementwise F = new HardTanh();

  @Test
  void valuesAndSlopes() {
    assertAt(F, 0.5, 0.5, 1);
    assertAt(F, -0.25, -0.25, 1);
    assertAt(F, 300, 1, 0);
    assertAt(F, -800, -1, 0);
    assertNanStaysNan(F);
  }

  /** At both kinks the derivative is that of the middle. */
  @Test
  void kinks() {
    assertAt(F, 1, 1, 1);
    assertAt(F, -1, -1, 1);
    assertAt(F, Math.nextUp(1.0), 1, 0);
  }

  @Test
  void derivative() {
    GradientCheck check = GradientCheck.activation(F, POINTS.copy()).assertPasses();
    assertEquals(6, check.checked());
  }
}
