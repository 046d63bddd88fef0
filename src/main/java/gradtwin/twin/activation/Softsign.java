package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * A sigmoid shape with polynomial tails.
 *
 * <pre>{@code
 * forward   f(z) = z / (1 + |z|)
 * backward  f'(z) = 1 / (1 + |z|)^2
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Range (-1, 1). The derivative exists everywhere; the second
 * one jumps at 0. Source: Turian, Bergstra and Bengio, "Quadratic features and deep architectures
 * for chunking", NAACL 2009, section 3. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationSoftSign}.
 */
public final class Softsign implements Elementwise {
  @Override
  public double value(double z) {
    return z / (1 + Math.abs(z));
  }

  @Override
  public Complex value(Complex z) {
    Complex d = z.abs().plus(1);
    if (d.re() < 2) {
      return z.dividedBy(d);
    }
    Complex size = d.reciprocal().negated().plus(1); // a quotient near 1 would hide its slope
    return z.re() < 0 ? size.negated() : size;
  }

  @Override
  public double derivative(double z, double y) {
    double d = 1 + Math.abs(z);
    return 1 / (d * d);
  }

  @Override
  public double[] seams() {
    return new double[] {0};
  }
}
