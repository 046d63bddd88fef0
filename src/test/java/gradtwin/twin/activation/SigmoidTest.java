package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class SigmoidTest {
  /** With exp(-log 3) = 1/3: f(log 3) = 1 / (4/3) = 3/4, and f' = 3/4 * 1/4. */
  @Test
  void valuesAndSlopes() {
    assertAt(new Sigmoid(), 0, 0.5, 0.25);
    assertAt(new Sigmoid(), -0.0, 0.5, 0.25);
    assertAt(new Sigmoid(), Math.log(3), 0.75, 0.1875);
    assertAt(new Sigmoid(), -Math.log(3), 0.25, 0.1875);
    assertNanStaysNan(new Sigmoid());
  }

  /** Far below 0 the function is exp(z), which is never rounded to 0 before exp(z) is. */
  @Test
  void extremes() {
    assertAt(new Sigmoid(), -300, Math.exp(-300), Math.exp(-300));
    assertAt(new Sigmoid(), 300, 1, 0);
    assertAt(new Sigmoid(), -1000, 0, 0);
    assertAt(new Sigmoid(), 1000, 1, 0);
  }

  @Test
  void derivative() {
    assertEquals(
        8, GradientCheck.activation(new Sigmoid(), POINTS.copy()).assertPasses().checked());
  }
}
