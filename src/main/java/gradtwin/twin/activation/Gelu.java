package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;

/**
 * The Gaussian error linear unit, with a sigmoid in place of the normal distribution.
 *
 * <pre>{@code
 * forward   f(z) = z s                    s = 1 / (1 + exp(-q z))    q = 1.702, rounded to float32
 * backward  f'(z) = s + q z s (1 - s)
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Smooth. Source: Hendrycks and Gimpel, "Gaussian error linear
 * units (GELUs)" (2016), section 2, the sigmoid approximation. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationGELU}, which has q as a float32 constant in float64
 * networks too: it is part of the function and mirrored here. Its derivative is NaN where exp(q
 * z)^2 overflows: above about 208 in float64 and 26 in float32.
 */
public final class Gelu implements Elementwise {
  static final double Q = 1.702f;

  @Override
  public double value(double z) {
    return z / (1 + Math.exp(-Q * z));
  }

  @Override
  public Complex value(Complex z) {
    return z.times(z.times(Q).sigmoid());
  }

  /** The rounding of q z counts: for negative z the exponential makes much of it. */
  @Override
  public Term formula(Term z) {
    return z.times(z.times(Q).activated(Complex::sigmoid));
  }

  @Override
  public double derivative(double z, double y) {
    double s = 1 / (1 + Math.exp(-Q * z));
    return s + Q * z * s * (1 - s);
  }
}
