package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class Relu6Test {
  private static final Elementwise F = new Relu6();

  @Test
  void valuesAndSlopes() {
    assertAt(F, 3, 3, 1);
    assertAt(F, -3, 0, 0);
    assertAt(F, 7, 6, 0);
    assertAt(F, 800, 6, 0);
    assertAt(F, -300, 0, 0);
    assertNanStaysNan(F);
  }

  /** At both kinks the derivative is 0. */
  @Test
  void kinks() {
    assertAt(F, 0, 0, 0);
    assertAt(F, 6, 6, 0);
    assertAt(F, Math.nextDown(6.0), Math.nextDown(6.0), 1);
  }

  @Test
  void derivative() {
    GradientCheck check = GradientCheck.activation(F, POINTS.copy()).assertPasses();
    assertEquals(8, check.checked());
  }
}
