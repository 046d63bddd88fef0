package gradtwin.twin.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Tensor;

/** What the tests of the activations have in common. */
final class ActivationCheck {
  /** A value is some four roundings from the exact one. */
  static final double ROUNDINGS = 4 * Math.ulp(1.0);

  /** Points on both sides of 0, none nearer to it than the steps of the gradient check. */
  static final Tensor POINTS =
      Tensor.matrix(new double[] {-4, -1, -0.25, 0.125}, new double[] {0.5, 1, 2.5, 7});

  private ActivationCheck() {}

  /** f(z) = y and f'(z) = slope, but for rounding. */
  static void assertAt(Elementwise f, double z, double y, double slope) {
    Tensor at = Tensor.vector(z);
    Tensor value = f.forward(at);
    Tensor two = Tensor.vector(2);
    String name = f.getClass().getSimpleName() + " at " + z;
    assertEquals(y, value.at(0), ROUNDINGS * Math.abs(y), name);
    assertEquals(
        2 * slope,
        f.backward(at, value, two).at(0),
        ROUNDINGS * Math.abs(2 * slope),
        name + ", dz");
  }

  static void assertNanStaysNan(Activation f) {
    Tensor y = f.forward(Tensor.matrix(new double[] {Double.NaN, Double.NaN}));
    assertTrue(Double.isNaN(y.at(0, 0)) && Double.isNaN(y.at(0, 1)), y.toString());
  }
}
