package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class CubeTest {
  private static final Elementwise F = new Cube();

  @Test
  void valuesAndSlopes() {
    assertAt(F, 2, 8, 12);
    assertAt(F, -3, -27, 27);
    assertAt(F, 0, 0, 0);
    assertAt(F, 800, 512e6, 1_920_000);
    assertAt(F, -300, -27e6, 270_000);
    assertNanStaysNan(F);
  }

  @Test
  void derivative() {
    GradientCheck check = GradientCheck.activation(F, POINTS.copy()).assertPasses();
    assertEquals(8, check.checked());
  }
}
