package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class ThresholdedReluTest {
  private static final Elementwise F = new ThresholdedRelu(1.5);

  @Test
  void valuesAndSlopes() {
    assertAt(F, 3, 3, 1);
    assertAt(F, 0.5, 0, 0);
    assertAt(F, -2, 0, 0);
    assertAt(F, 800, 800, 1);
    assertAt(F, -300, 0, 0);
  }

  /** At the threshold itself nothing passes yet. */
  @Test
  void jump() {
    assertAt(F, 1.5, 0, 0);
    assertAt(F, Math.nextUp(1.5), Math.nextUp(1.5), 1);
  }

  @Test
  void derivative() {
    GradientCheck check = GradientCheck.activation(F, POINTS.copy()).assertPasses();
    assertEquals(8, check.checked());
  }
}
