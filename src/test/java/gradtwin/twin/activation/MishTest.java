package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class MishTest {
  private static final Elementwise F = new Mish();

  /** log(1 + exp(0)) = log 2, whose tanh is 3/5. */
  @Test
  void valuesAndSlopes() {
    assertAt(F, 0, 0, 0.6);
    double z = Math.log(3); // softplus log 4, its tanh 15/17, sigmoid 3/4
    assertAt(F, z, z * 15 / 17, 15 / 17.0 + z * (64 / 289.0) * 0.75);
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
