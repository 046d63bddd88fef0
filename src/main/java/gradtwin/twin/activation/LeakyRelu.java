package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The rectifier with a slope for negative values.
 *
 * <pre>{@code
 * forward   f(z) = z for z >= 0, else alpha z
 * backward  f'(z) = 1 for z >= 0, else alpha
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Kink at 0 (unless alpha is 1), where 1 is taken as the
 * derivative, as DL4J does. Source: Maas, Hannun and Ng, "Rectifier nonlinearities improve neural
 * network acoustic models", ICML 2013, section 2. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationLReLU}, whose backward pass rounds alpha to float32 in
 * a float64 network too, which changes the default of 0.01 by 2e-8 of itself.
 */
public final class LeakyRelu implements Elementwise {
  private final double alpha;

  /**
   * @param alpha the slope for negative values
   */
  public LeakyRelu(double alpha) {
    this.alpha = alpha;
  }

  /** The slope for negative values. */
  public double alpha() {
    return alpha;
  }

  @Override
  public double value(double z) {
    return z >= 0 ? z : alpha * z;
  }

  @Override
  public Complex value(Complex z) {
    return z.re() >= 0 ? z : z.times(alpha);
  }

  @Override
  public double derivative(double z, double y) {
    return z >= 0 ? 1 : alpha;
  }

  @Override
  public double[] kinks() {
    return alpha == 1 ? new double[0] : new double[] {0};
  }
}
