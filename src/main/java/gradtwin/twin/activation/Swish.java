package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The input times its own sigmoid.
 *
 * <pre>{@code
 * forward   f(z) = z s                s = 1 / (1 + exp(-z))
 * backward  f'(z) = s + z s (1 - s)
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Smooth; f(z) = z for large z and 0 for large negative z.
 * Source: Ramachandran, Zoph and Le, "Searching for activation functions" (2017), section 4, with
 * beta = 1. DL4J: {@code org.nd4j.linalg.activations.impl.ActivationSwish}, whose derivative is NaN
 * where its intermediate exp(z) overflows: above about 709 in float64 and 88 in float32.
 */
public final class Swish implements Elementwise {
  @Override
  public double value(double z) {
    return z / (1 + Math.exp(-z));
  }

  @Override
  public Complex value(Complex z) {
    return z.times(z.sigmoid());
  }

  @Override
  public double derivative(double z, double y) {
    double s = 1 / (1 + Math.exp(-z));
    return s + z * s * (1 - s);
  }
}
