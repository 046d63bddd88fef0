package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * A rational approximation of 1.7159 tanh(2z/3).
 *
 * <pre>{@code
 * u = 2z/3    D = 1 + |u| + u^2 + K u^4    A = 1.7159 and K = 1.41645, rounded to float32
 * forward   f(z) = A sign(u) (1 - 1/D)
 * backward  f'(z) = A (2/3) (1 + 2 |u| + 4 K |u|^3) / D^2
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Range (-A, A). The first derivative exists everywhere; the
 * second jumps at 0. The scaled tanh that it approximates: LeCun, Bottou, Orr and Müller,
 * "Efficient BackProp" (1998), section 4.4. The approximation itself is defined by DL4J's class.
 * DL4J: {@code org.nd4j.linalg.activations.impl.ActivationRationalTanh}, which has A and K as
 * float32 constants in float64 networks too: they are part of the function and mirrored here.
 */
public final class RationalTanh implements Elementwise {
  static final double A = 1.7159f;
  static final double K = 1.41645f;

  @Override
  public double value(double z) {
    double u = Math.abs(2 * z / 3);
    return A * Math.signum(z) * (1 - 1 / denominator(u));
  }

  @Override
  public Complex value(Complex z) {
    Complex u = z.times(2.0 / 3);
    Complex size = u.abs();
    Complex rest = size.plus(1).plus(size.square().times(size).times(K)); // (D - 1)/|u|
    Complex d = size.times(rest).plus(1);
    if (d.re() < 2) {
      return u.times(rest).dividedBy(d).times(A);
    }
    Complex y = d.reciprocal().negated().plus(1).times(A); // a quotient near 1 hides its slope
    return z.re() < 0 ? y.negated() : y;
  }

  /** Usually 1/D is subtracted from 1. */
  @Override
  public double magnitude(double z) {
    return A;
  }

  @Override
  public double derivative(double z, double y) {
    double u = Math.abs(2 * z / 3);
    double d = denominator(u);
    return A * 2 / 3 * (1 + 2 * u + 4 * K * u * u * u) / (d * d);
  }

  private static double denominator(double u) {
    return 1 + u + u * u + K * u * u * u * u;
  }

  @Override
  public double[] seams() {
    return new double[] {0};
  }
}
