package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class ReluTest {
  @Test
  void valuesAndSlopes() {
    assertAt(new Relu(), 3, 3, 1);
    assertAt(new Relu(), -2, 0, 0);
    assertAt(new Relu(), 1000, 1000, 1);
    assertAt(new Relu(), -1000, 0, 0);
    assertNanStaysNan(new Relu());
  }

  /** At the kink, from either zero, the derivative is 0. */
  @Test
  void kink() {
    assertAt(new Relu(), 0, 0, 0);
    assertAt(new Relu(), -0.0, 0, 0);
    assertAt(new Relu(), Double.MIN_VALUE, Double.MIN_VALUE, 1);
  }

  /** Below, at and above the kink are three pieces, of any element. */
  @Test
  void pieces() {
    Relu relu = new Relu();
    int below = relu.piece(Tensor.vector(1, -1));
    assertEquals(below, relu.piece(Tensor.vector(7, -0.5)));
    assertNotEquals(below, relu.piece(Tensor.vector(1, 0)));
    assertNotEquals(below, relu.piece(Tensor.vector(1, 1)));
    assertNotEquals(below, relu.piece(Tensor.vector(-1, 1)));
  }

  @Test
  void derivative() {
    GradientCheck check = GradientCheck.activation(new Relu(), POINTS.copy()).assertPasses();
    assertEquals(8, check.checked());
    assertEquals(0, check.kinks());
  }
}
