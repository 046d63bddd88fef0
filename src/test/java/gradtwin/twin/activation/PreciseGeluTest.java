package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class PreciseGeluTest {
  private static final Elementwise F = new PreciseGelu();

  /** What a value may be off z times the normal distribution. */
  private static final double APPROXIMATION = 5e-4;

  /** z times the probability that a standard normal number is below z, from tables. */
  @Test
  void isNearTheNormalDistribution() {
    assertEquals(0.8413447, F.value(1), APPROXIMATION);
    assertEquals(-0.1586553, F.value(-1), APPROXIMATION);
    assertEquals(2 * 0.9772499, F.value(2), APPROXIMATION);
    assertEquals(-2 * 0.0227501, F.value(-2), APPROXIMATION);
  }

  /** u = sqrt(2/pi) (2 + 0.044715 * 8), t = tanh(u). */
  @Test
  void valuesAndSlopes() {
    double t = Math.tanh(Math.sqrt(2 / Math.PI) * 2.35772);
    double slope = (1 + t) / 2 + (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * 4);
    assertAt(F, 2, 1 + t, slope);
    assertAt(F, 0, 0, 0.5);
    assertNanStaysNan(F);
  }

  @Test
  void extremes() {
    assertAt(F, 300, 300, 1);
    assertAt(F, 800, 800, 1);
    assertAt(F, -800, 0, 0);
  }

  @Test
  void derivative() {
    GradientCheck check = GradientCheck.activation(F, POINTS.copy()).assertPasses();
    assertEquals(8, check.checked());
  }
}
