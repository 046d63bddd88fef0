package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class IdentityTest {
  @Test
  void valuesAndSlopes() {
    assertAt(new Identity(), 3, 3, 1);
    assertAt(new Identity(), -0.0, -0.0, 1);
    assertAt(new Identity(), -1000, -1000, 1);
    assertNanStaysNan(new Identity());
  }

  @Test
  void derivative() {
    GradientCheck.activation(new Identity(), POINTS.copy()).assertPasses();
  }
}
