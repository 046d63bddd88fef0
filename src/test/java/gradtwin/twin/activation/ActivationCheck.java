package gradtwin.twin.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.ComplexFunction;
import gradtwin.twin.formula.Formula;
import gradtwin.twin.formula.Term;

/** What the tests of the activations have in common. */
final class ActivationCheck {
  /** A value is some four roundings from the exact one. */
  static final double ROUNDINGS = 4 * Math.ulp(1.0);

  /** A complex step is off by its square, 1e-200, and sees slopes that 1 - y² takes for 0. */
  private static final double TINY = 1e-100;

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
    assertFormulaAt(f, z, y, slope);
  }

  /** The same of the formula, in both directions: f(conj z) = conj f(z). */
  private static void assertFormulaAt(Elementwise f, double z, double y, double slope) {
    String name = f.getClass().getSimpleName() + "'s formula at " + z;
    Formula formula = new Formula();
    Term variable = formula.variable(Tensor.vector(z));
    Term term = f.formula(variable);
    assertEquals(y, term.value().at(0), ROUNDINGS * Math.abs(y), name);
    for (int direction : new int[] {1, -1}) {
      double[] along = {direction};
      assertEquals(
          direction * slope,
          formula.derivative(term, variable, along).value(),
          ROUNDINGS * Math.abs(slope) + TINY,
          name + ", slope");
    }
    Complex value = f.value(Complex.of(z));
    assertEquals(y, value.re(), ROUNDINGS * Math.abs(y), name + ", complex");
    assertEquals(0, Math.abs(value.im()), name + ", real on the real axis");
    ComplexFunction function = f::value;
    assertEquals(
        slope,
        function.derivative(z),
        ROUNDINGS * Math.abs(slope) + TINY,
        name + ", complex slope");
  }

  static void assertNanStaysNan(Activation f) {
    Tensor y = f.forward(Tensor.matrix(new double[] {Double.NaN, Double.NaN}));
    assertTrue(Double.isNaN(y.at(0, 0)) && Double.isNaN(y.at(0, 1)), y.toString());
    Term formula =
        f.formula(new Formula().variable(Tensor.matrix(new double[] {Double.NaN, Double.NaN})));
    assertTrue(Double.isNaN(formula.value().at(0, 0)), formula.value().toString());
  }
}
