package gradtwin.twin.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.ComplexFunction;
import gradtwin.twin.formula.Formula;
import gradtwin.twin.formula.Term;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The formulas of all activations that treat each element alone. */
class ActivationFormulasTest {
  /** Some roundings: of the value and the slope, or of the numbers around 1 that they come from. */
  private static final double ROUNDINGS = 32 * Math.ulp(1.0);

  private static final double[] POINTS = {
    -300, -40, -9.5, -3, -2.6, -1.3, -0.75, -0.1, -1e-5, 1e-5, 0.1, 0.75, 1.3, 2.6, 3, 9.5, 40, 300
  };

  static Stream<Elementwise> activations() {
    return Stream.of(
        new BoundedRelu(6, 0.5, 0.25),
        new Cube(),
        new Elu(0.5),
        new Gelu(),
        new HardSigmoid(),
        new HardTanh(),
        new Identity(),
        new LeakyRelu(0.25),
        new Mish(),
        new PreciseGelu(),
        new RationalTanh(),
        new RectifiedTanh(),
        new Relu(),
        new Relu6(),
        new Selu(),
        new Sigmoid(),
        new Softplus(),
        new Softsign(),
        new Swish(),
        new Tanh(),
        new ThresholdedRelu(0.5));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void complexFunctionFormulaAndForwardPassAgree(Elementwise f) {
    Formula formula = new Formula();
    Term z = formula.variable(Tensor.vector(POINTS));
    Term y = f.formula(z);
    ComplexFunction function = f::value;
    for (int i = 0; i < POINTS.length; i++) {
      String at = f.getClass().getSimpleName() + " at " + POINTS[i];
      double expected = f.value(POINTS[i]);
      double rounding = ROUNDINGS * Math.max(1, Math.abs(expected));
      assertEquals(expected, y.value().at(i), rounding, at);
      assertEquals(expected, f.value(Complex.of(POINTS[i])).re(), rounding, at);

      double slope = f.derivative(POINTS[i], expected);
      double ofSlope = ROUNDINGS * Math.max(1, Math.abs(slope));
      assertEquals(slope, function.derivative(POINTS[i]), ofSlope, at + ", slope");
      double[] direction = new double[POINTS.length];
      direction[i] = 1;
      double found = formula.derivative(y.sum(), z, direction).value();
      assertEquals(slope, found, ofSlope, at + ", slope of the formula");
    }
  }

  /** Off the real axis too, f is real in the sense that f(conj z) = conj f(z), and finite. */
  @ParameterizedTest
  @MethodSource("activations")
  void symmetricAboutTheRealAxis(Elementwise f) {
    for (double re : POINTS) {
      Complex above = f.value(new Complex(re, 0.25));
      Complex below = f.value(new Complex(re, -0.25));
      String at = f.getClass().getSimpleName() + " beside " + re;
      assertTrue(Double.isFinite(above.re()) && Double.isFinite(above.im()), at);
      assertEquals(above.re(), below.re(), at);
      assertEquals(0, above.im() + below.im(), at);
    }
  }

  /** The seams of the formula are those of the function, so that it knows how far one may go. */
  @ParameterizedTest
  @MethodSource("activations")
  void reachesToTheNearestSeam(Elementwise f) {
    double at = 2;
    double nearest = Double.POSITIVE_INFINITY;
    for (double seam : f.seams()) {
      nearest = Math.min(nearest, Math.abs(at - seam));
    }
    Formula formula = new Formula();
    Term z = formula.variable(Tensor.vector(at));
    Term y = f.formula(z);
    assertEquals(nearest, formula.derivative(y, z, new double[] {-1}).reach());
  }
}
