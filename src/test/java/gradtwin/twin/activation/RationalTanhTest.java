package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class RationalTanhTest {
  private static final Elementwise F = new RationalTanh();

  /** A and K as float32 has them. */
  private static final double A = 1.71589994430542;

  private static final double K = 1.41645002365112;

  /** At z = 3/2, u = 1: D = 3 + K, f' = A 2/3 (3 + 4 K) / D^2. */
  @Test
  void valuesAndSlopes() {
    double d = 3 + K;
    double y = A * (1 - 1 / d);
    double slope = A * 2 / 3 * (3 + 4 * K) / (d * d);
    double digits = 1e-14; // the constants above are written with 15
    assertEquals(y, F.value(1.5), digits);
    assertEquals(-y, F.value(-1.5), digits);
    assertEquals(slope, F.derivative(1.5, y), digits);
    assertEquals(slope, F.derivative(-1.5, -y), digits);
    assertEquals(A * 2 / 3, F.derivative(0, 0), digits);
    assertNanStaysNan(F);
  }

  @Test
  void constantsAreThoseOfFloat32() {
    assertEquals(1.7159, RationalTanh.A, 1e-7);
    assertEquals(RationalTanh.A, (double) (float) RationalTanh.A);
    assertEquals(1.41645, RationalTanh.K, 1e-7);
    assertEquals(RationalTanh.K, (double) (float) RationalTanh.K);
  }

  @Test
  void extremes() {
    assertEquals(A, F.value(800), 1e-9);
    assertEquals(-A, F.value(-800), 1e-9);
    assertEquals(0, F.derivative(-300, -A), 1e-10);
    assertAt(F, 0, 0, RationalTanh.A * 2 / 3);
  }

  /** u = 200: D = 1 + 200 + 200² + K 200⁴ = 40201 + 16e8 K, and the slope keeps its digits. */
  @Test
  void tails() {
    double d = 40_201 + 16e8 * RationalTanh.K;
    double y = RationalTanh.A * (1 - 1 / d);
    double slope = RationalTanh.A * 2 / 3 * (401 + 32e6 * RationalTanh.K) / (d * d);
    assertAt(F, 300, y, slope);
    assertAt(F, -300, -y, slope);
  }

  /** It approximates 1.7159 tanh(2z/3), by 3 in a hundred. */
  @Test
  void isNearTheScaledTanh() {
    for (double z = -8; z <= 8; z += 0.125) {
      assertEquals(1.7159 * Math.tanh(2 * z / 3), F.value(z), 0.05, "at " + z);
    }
  }

  @Test
  void derivative() {
    GradientCheck check = GradientCheck.activation(F, POINTS.copy()).assertPasses();
    assertEquals(8, check.checked());
  }
}
