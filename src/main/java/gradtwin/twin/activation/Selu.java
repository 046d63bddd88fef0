package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The scaled exponential linear unit.
 *
 * <pre>{@code
 * forward   f(z) = lambda z for z > 0, else lambda alpha (exp(z) - 1)
 * backward  f'(z) = lambda for z > 0, else lambda alpha exp(z)
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Kink at 0, where lambda alpha is taken as the derivative, as
 * DL4J does. Source: Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural
 * networks", NIPS 2017, equation 2; the constants are those of its equation 14. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationSELU}.
 */
public final class Selu implements Elementwise {
  static final double ALPHA = 1.6732632423543772;
  static final double LAMBDA = 1.0507009873554805;

  @Override
  public double value(double z) {
    return z > 0 ? LAMBDA * z : LAMBDA * ALPHA * Math.expm1(z);
  }

  @Override
  public Complex value(Complex z) {
    return z.re() > 0 ? z.times(LAMBDA) : z.expm1().times(LAMBDA * ALPHA);
  }

  /** DL4J subtracts 1 from the exponential. */
  @Override
  public double magnitude(double z) {
    return z > 0 ? 0 : LAMBDA * ALPHA;
  }

  @Override
  public double derivative(double z, double y) {
    return z > 0 ? LAMBDA : LAMBDA * ALPHA * Math.exp(z);
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }
}
