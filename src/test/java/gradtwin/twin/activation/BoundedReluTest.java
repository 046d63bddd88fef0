package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class BoundedReluTest {
  private static final Elementwise F = new BoundedRelu(5, 2, 0.25);

  /** Below 2: (z - 2)/4; above 5: 5. */
  @Test
  void valuesAndSlopes() {
    assertAt(F, 3, 3, 1);
    assertAt(F, 0, -0.5, 0.25);
    assertAt(F, -2, -1, 0.25);
    assertAt(F, 7, 5, 0);
    assertAt(F, 800, 5, 0);
    assertAt(F, -298, -75, 0.25);
    assertNanStaysNan(F);
  }

  /** At the threshold the side above is taken, at the maximum 0. */
  @Test
  void kinks() {
    assertAt(F, 2, 2, 1);
    assertAt(F, Math.nextDown(2.0), (Math.nextDown(2.0) - 2) / 4, 0.25);
    assertAt(F, 5, 5, 0);
  }

  @Test
  void withoutAMaximum() {
    Elementwise free = new BoundedRelu(Double.POSITIVE_INFINITY, 0, 0.5);
    assertAt(free, 800, 800, 1);
    assertAt(free, -800, -400, 0.5);
    assertAt(free, 0, 0, 1);
    assertEquals(1, free.kinks().length);
  }

  @Test
  void derivative() {
    GradientCheck check = GradientCheck.activation(F, POINTS.copy()).assertPasses();
    assertEquals(8, check.checked());
  }
}
