package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The smooth rectifier.
 *
 * <pre>{@code
 * forward   f(z) = log(1 + exp(z)) = max(z, 0) + log1p(exp(-|z|))
 * backward  f'(z) = 1 / (1 + exp(-z))
 * }</pre>
 *
 * <p>Shapes: any, each element alone. The second form of f neither overflows nor loses small
 * values. DL4J computes the first, which is infinite above about 709 and 0 below about -37. Source:
 * Dugas et al., "Incorporating second-order functional knowledge for better option pricing", NIPS
 * 2000, section 3. DL4J: {@code org.nd4j.linalg.activations.impl.ActivationSoftPlus}.
 */
public final class Softplus implements Elementwise {
  @Override
  public double value(double z) {
    return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
  }

  @Override
  public Complex value(Complex z) {
    return z.softplus();
  }

  /** DL4J takes the logarithm of a rounded 1 + exp(z). */
  @Override
  public double magnitude(double z) {
    return 1;
  }

  @Override
  public double derivative(double z, double y) {
    return 1 / (1 + Math.exp(-z));
  }
}
