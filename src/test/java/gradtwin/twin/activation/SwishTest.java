package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class SwishTest {
  private static final Elementwise F = new Swish();

  /** sigmoid(log 3) = 3/4, so f' = 3/4 + log 3 * 3/16. */
  @Test
  void valuesAndSlopes() {
    double z = Math.log(3);
    assertAt(F, z, 0.75 * z, 0.75 + z * 3 / 16);
    assertAt(F, -z, -0.25 * z, 0.25 - z * 3 / 16);
    assertAt(F, 0, 0, 0.5);
    assertNanStaysNan(F);
  }

  @Test
  void extremes() {
    assertAt(F, 300, 300, 1);
    assertAt(F, 800, 800, 1);
    assertAt(F, -300, -300 * Math.exp(-300), -299 * Math.exp(-300));
    assertAt(F, -800, 0, 0);
  }

  @Test
  void derivative() {
    GradientCheck check = GradientCheck.activation(F, POINTS.copy()).assertPasses();
    assertEquals(8, check.checked());
  }
}
