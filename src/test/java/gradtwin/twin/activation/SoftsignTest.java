package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class SoftsignTest {
  /** 3 / (1 + 3) with slope 1 / 16, and -1 / (1 + 1) with slope 1 / 4. */
  @Test
  void valuesAndSlopes() {
    assertAt(new Softsign(), 3, 0.75, 1 / 16.0);
    assertAt(new Softsign(), -1, -0.5, 0.25);
    assertAt(new Softsign(), 0, 0, 1);
    assertAt(new Softsign(), -0.0, -0.0, 1);
    assertNanStaysNan(new Softsign());
  }

  @Test
  void extremes() {
    assertAt(new Softsign(), 300, 300 / 301.0, 1 / 90601.0);
    assertAt(new Softsign(), -1000, -1000 / 1001.0, 1 / 1002001.0);
  }

  /** The derivative exists at 0 too, but the second one jumps there from 2 to -2. */
  @Test
  void seam() {
    Softsign softsign = new Softsign();
    assertArrayEquals(new double[0], softsign.kinks());
    assertNotEquals(softsign.piece(Tensor.vector(-1)), softsign.piece(Tensor.vector(1)));
  }

  @Test
  void derivative() {
    assertEquals(
        8, GradientCheck.activation(new Softsign(), POINTS.copy()).assertPasses().checked());
  }
}
