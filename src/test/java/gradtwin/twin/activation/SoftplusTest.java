package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class SoftplusTest {
  /** log(1 + 3) = 2 log 2 with slope 3/4, and log(1 + 1/3) = log(4/3) with slope 1/4. */
  @Test
  void valuesAndSlopes() {
    assertAt(new Softplus(), 0, Math.log(2), 0.5);
    assertAt(new Softplus(), -0.0, Math.log(2), 0.5);
    assertAt(new Softplus(), Math.log(3), 2 * Math.log(2), 0.75);
    assertAt(new Softplus(), -Math.log(3), Math.log(4 / 3.0), 0.25);
    assertNanStaysNan(new Softplus());
  }

  /** Neither infinite above 709 nor 0 below -37, where log(1 + exp(z)) would be. */
  @Test
  void extremes() {
    assertAt(new Softplus(), -40, Math.exp(-40), Math.exp(-40));
    assertAt(new Softplus(), -300, Math.exp(-300), Math.exp(-300));
    assertAt(new Softplus(), 300, 300, 1);
    assertAt(new Softplus(), 1000, 1000, 1);
    assertAt(new Softplus(), -1000, 0, 0);
  }

  @Test
  void derivative() {
    assertEquals(
        8, GradientCheck.activation(new Softplus(), POINTS.copy()).assertPasses().checked());
  }
}
