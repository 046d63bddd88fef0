package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;

/**
 * The Gaussian error linear unit, with a hyperbolic tangent in place of the error function.
 *
 * <pre>{@code
 * u = sqrt(2/pi) (z + 0.044715 z^3)    t = tanh(u)
 * forward   f(z) = z/2 (1 + t)
 * backward  f'(z) = (1 + t)/2 + z/2 (1 - t^2) sqrt(2/pi) (1 + 3 * 0.044715 z^2)
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Smooth. Source: Hendrycks and Gimpel, "Gaussian error linear
 * units (GELUs)" (2016), section 2, the tanh approximation. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationGELU(true)}, which takes the third power of 0.044715 z
 * instead, so that it is another function (by up to 0.034), and whose derivative is that of
 * neither.
 */
public final class PreciseGelu implements Elementwise {
  private static final double SCALE = Math.sqrt(2 / Math.PI);
  private static final double CUBIC = 0.044715;

  @Override
  public double value(double z) {
    return z / 2 * (1 + tanh(z));
  }

  @Override
  public Complex value(Complex z) {
    Complex u = z.plus(z.square().times(z).times(CUBIC)).times(SCALE);
    return z.times(u.times(2).sigmoid()); // (1 + tanh(u))/2
  }

  /** With the hyperbolic tangent, whose rounding matters where 1 + t is small. */
  @Override
  public Term formula(Term z) {
    Term u = z.plus(z.square().times(z).times(CUBIC)).times(SCALE);
    return z.times(0.5).times(u.activated(Complex::tanh).plus(1));
  }

  @Override
  public double derivative(double z, double y) {
    double t = tanh(z);
    return (1 + t) / 2 + z / 2 * (1 - t * t) * SCALE * (1 + 3 * CUBIC * z * z);
  }

  private static double tanh(double z) {
    return Math.tanh(SCALE * (z + CUBIC * z * z * z));
  }
}
