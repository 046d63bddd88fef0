package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class HardSigmoidTest {
  private static final Elementwise F = new HardSigmoid();

  /** The slope is 1/5 as float32 has it, 13421773/2^26. */
  private static final double SLOPE = 13_421_773 / 67_108_864.0;

  @Test
  void valuesAndSlopes() {
    assertAt(F, 0, 0.5, SLOPE);
    assertAt(F, 2, 0.5 + 2 * SLOPE, SLOPE);
    assertAt(F, -2, 0.5 - 2 * SLOPE, SLOPE);
    assertAt(F, 300, 1, 0);
    assertAt(F, -800, 0, 0);
    assertNanStaysNan(F);
  }

  /** The kinks are where the line reaches 0 and 1, a little before 5/2. */
  @Test
  void kinks() {
    assertEquals(2.49999996, F.kinks()[1], 1e-8);
    assertAt(F, F.kinks()[1], 1, SLOPE);
    assertAt(F, 2.5, 1, 0);
    assertAt(F, -2.5, 0, 0);
  }

  @Test
  void derivative() {
    GradientCheck check = GradientCheck.activation(F, POINTS.copy()).assertPasses();
    assertEquals(7, check.checked());
  }
}
