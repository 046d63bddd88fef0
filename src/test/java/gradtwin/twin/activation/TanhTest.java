package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class TanhTest {
  /** With exp(log 2) = 2: tanh(log 2) = (2 - 1/2) / (2 + 1/2) = 3/5, and 1 - 9/25 = 16/25. */
  @Test
  void valuesAndSlopes() {
    assertAt(new Tanh(), 0, 0, 1);
    assertAt(new Tanh(), -0.0, -0.0, 1);
    assertAt(new Tanh(), Math.log(2), 0.6, 0.64);
    assertAt(new Tanh(), -Math.log(2), -0.6, 0.64);
    assertNanStaysNan(new Tanh());
  }

  @Test
  void extremes() {
    for (double z : new double[] {300, 1000}) {
      assertAt(new Tanh(), z, 1, 0);
      assertAt(new Tanh(), -z, -1, 0);
    }
  }

  @Test
  void derivative() {
    assertEquals(8, GradientCheck.activation(new Tanh(), POINTS.copy()).assertPasses().checked());
  }
}
