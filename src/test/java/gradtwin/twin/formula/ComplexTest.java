package gradtwin.twin.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ComplexTest {
  /** Some roundings of numbers near 1. */
  private static final double ROUNDINGS = 8 * Math.ulp(1.0);

  private static final Complex I = new Complex(0, 1);

  private static void assertNear(double re, double im, Complex actual) {
    double rounding = ROUNDINGS * Math.max(1, Math.hypot(re, im));
    assertEquals(re, actual.re(), rounding);
    assertEquals(im, actual.im(), rounding);
  }

  /** f(x) is real, and f'(x) has its digits however small either is. */
  private static void assertReal(ComplexFunction f, double x, double y, double slope) {
    assertEquals(y, f.at(Complex.of(x)).re(), ROUNDINGS * Math.abs(y));
    assertEquals(0, f.at(Complex.of(x)).im());
    assertEquals(slope, f.derivative(x), ROUNDINGS * Math.abs(slope));
  }

  /** (1 + 2i)(3 - i) = 5 + 5i; 5 + 5i by 1 + 2i is 3 - i; (1 + 2i)² = -3 + 4i. */
  @Test
  void arithmetic() {
    Complex a = new Complex(1, 2);
    Complex b = new Complex(3, -1);
    assertEquals(new Complex(4, 1), a.plus(b));
    assertEquals(new Complex(1.5, 2), a.plus(0.5));
    assertEquals(new Complex(-2, 3), a.minus(b));
    assertEquals(new Complex(-1, -2), a.negated());
    assertEquals(new Complex(5, 5), a.times(b));
    assertEquals(new Complex(2, 4), a.times(2));
    assertEquals(new Complex(-3, 4), a.square());
    assertNear(3, -1, a.times(b).dividedBy(a));
    assertNear(1, 2, a.times(b).dividedBy(b));
    assertNear(0.2, -0.4, a.reciprocal());
  }

  /** Neither 1e300² nor 1e-300² appears on the way. */
  @Test
  void divisionOfExtremes() {
    assertNear(0.5, -0.5, new Complex(1e300, 0).dividedBy(new Complex(1e300, 1e300)));
    assertNear(0, -1, new Complex(1e-300, 0).dividedBy(new Complex(0, 1e-300)));
  }

  /** exp(log 2 + i pi/2) = 2i; expm1 is 1 less; log 2i = log 2 + i pi/2, log1p of 2i - 1 too. */
  @Test
  void exponentialsAndLogarithms() {
    Complex z = new Complex(Math.log(2), Math.PI / 2);
    assertNear(0, 2, z.exp());
    assertNear(-1, 2, z.expm1());
    assertNear(Math.log(2), Math.PI / 2, I.times(2).log());
    assertNear(Math.log(2), Math.PI / 2, new Complex(-1, 2).log1p());
    assertReal(Complex::expm1, 1e-20, 1e-20, 1);
    assertReal(Complex::log1p, 1e-20, 1e-20, 1);
  }

  /** (2 + i)² = 3 + 4i, and the other root has a negative real part; i² = -1. */
  @Test
  void rootsAndPowers() {
    assertNear(2, 1, new Complex(3, 4).sqrt());
    assertNear(1, 2, new Complex(-3, 4).sqrt());
    assertNear(1, -2, new Complex(-3, -4).sqrt());
    assertEquals(Complex.of(0), Complex.of(0).sqrt());
    assertNear(2, 1, new Complex(3, 4).power(0.5));
    assertNear(-1, 0, I.power(2));
    assertReal(z -> z.power(3), 2, 8, 12);
    assertEquals(Complex.of(0), Complex.of(0).power(2));
  }

  /** tanh(ib) = i tan b, and at log 2 it is 3/5 with the slope 16/25. */
  @Test
  void hyperbolicTangent() {
    assertNear(0, 1, new Complex(0, Math.PI / 4).tanh());
    assertReal(Complex::tanh, Math.log(2), 0.6, 0.64);
    assertReal(Complex::tanh, 40, 1, 4 * Math.exp(-80)); // 1 / cosh², where 1 - tanh² is 0
  }

  /** At log 3 it is 3/4, whose slope is 3/16; at i pi/2 it is 1 / (1 - i). */
  @Test
  void sigmoid() {
    assertReal(Complex::sigmoid, Math.log(3), 0.75, 3 / 16.0);
    assertReal(Complex::sigmoid, -Math.log(3), 0.25, 3 / 16.0);
    assertNear(0.5, 0.5, new Complex(0, Math.PI / 2).sigmoid());
    assertNear(0.5, -0.5, new Complex(-0.0, -Math.PI / 2).sigmoid());
    assertReal(Complex::sigmoid, -300, Math.exp(-300), Math.exp(-300));
    assertReal(Complex::sigmoid, 300, 1, Math.exp(-300));
  }

  /** At log 3 it is log 4, and its slope is the sigmoid. */
  @Test
  void softplus() {
    assertReal(Complex::softplus, Math.log(3), Math.log(4), 0.75);
    assertReal(Complex::softplus, -300, Math.exp(-300), Math.exp(-300));
    assertReal(Complex::softplus, 300, 300, 1);
    assertReal(Complex::softplus, 1000, 1000, 1);
  }

  /** The real part decides; at a kink nothing moves, and NaN passes. */
  @Test
  void choices() {
    Complex left = new Complex(-2, 3);
    assertEquals(new Complex(2, -3), left.abs());
    assertEquals(new Complex(2, -3), left.negated().abs());
    assertEquals(Complex.of(0), I.abs());
    assertEquals(Complex.of(-1), left.atLeast(-1));
    assertEquals(left, left.atLeast(-3));
    assertEquals(left, left.atMost(-1));
    assertEquals(Complex.of(-3), left.atMost(-3));
    for (UnaryOperator<Complex> function :
        List.<UnaryOperator<Complex>>of(Complex::abs, z -> z.atLeast(0), z -> z.atMost(0))) {
      assertTrue(Double.isNaN(function.apply(Complex.of(Double.NaN)).re()));
    }
  }

  @Test
  void symmetricAboutTheRealAxis() {
    List<UnaryOperator<Complex>> functions =
        List.of(
            Complex::exp,
            Complex::expm1,
            Complex::log,
            Complex::log1p,
            Complex::sqrt,
            z -> z.power(-1.5),
            Complex::tanh,
            Complex::sigmoid,
            Complex::softplus,
            Complex::reciprocal);
    for (UnaryOperator<Complex> function : functions) {
      for (double re : new double[] {-300, -0.5, 0.5, 300}) {
        Complex above = function.apply(new Complex(re, 0.25));
        Complex below = function.apply(new Complex(re, -0.25));
        assertTrue(Double.isFinite(above.re()) && Double.isFinite(above.im()));
        assertEquals(above.re(), below.re());
        assertEquals(0, above.im() + below.im());
      }
    }
  }
}
