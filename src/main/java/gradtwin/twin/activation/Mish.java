package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;

/**
 * The input times the hyperbolic tangent of its softplus.
 *
 * <pre>{@code
 * forward   f(z) = z t                       t = tanh(log(1 + exp(z)))
 * backward  f'(z) = t + z (1 - t^2) s        s = 1 / (1 + exp(-z))
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Smooth; f(z) = z for large z and 0 for large negative z.
 * Source: Misra, "Mish: a self regularized non-monotonic activation function", BMVC 2020, equation
 * 1. DL4J: {@code org.nd4j.linalg.activations.impl.ActivationMish}, whose derivative is NaN where
 * the powers of exp(z) in it overflow.
 */
public final class Mish implements Elementwise {
  private static final Softplus SOFTPLUS = new Softplus();

  @Override
  public double value(double z) {
    return z * Math.tanh(SOFTPLUS.value(z));
  }

  @Override
  public Complex value(Complex z) {
    return z.times(z.softplus().tanh());
  }

  @Override
  public Term formula(Term z) {
    return z.times(SOFTPLUS.formula(z).activated(Complex::tanh));
  }

  @Override
  public double derivative(double z, double y) {
    double softplus = SOFTPLUS.value(z);
    double t = Math.tanh(softplus);
    return t + z * (1 - t * t) * SOFTPLUS.derivative(z, softplus);
  }
}
