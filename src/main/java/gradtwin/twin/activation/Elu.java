package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The exponential linear unit.
 *
 * <pre>{@code
 * forward   f(z) = z for z >= 0, else alpha (exp(z) - 1)
 * backward  f'(z) = 1 for z >= 0, else alpha exp(z)
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Kink at 0 unless alpha is 1; 1 is taken as the derivative
 * there. Source: Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by
 * exponential linear units (ELUs)", ICLR 2016, equation 15. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationELU}, whose backward pass leaves alpha out, so that
 * its gradient contradicts its own score for every other alpha than 1.
 */
public final class Elu implements Elementwise {
  private final double alpha;

  /**
   * @param alpha minus the limit for large negative values, above 0
   */
  public Elu(double alpha) {
    this.alpha = alpha;
  }

  @Override
  public double value(double z) {
    return z >= 0 ? z : alpha * Math.expm1(z);
  }

  @Override
  public Complex value(Complex z) {
    return z.re() >= 0 ? z : z.expm1().times(alpha);
  }

  /** DL4J subtracts 1 from the exponential. */
  @Override
  public double magnitude(double z) {
    return z >= 0 ? 0 : alpha;
  }

  @Override
  public double derivative(double z, double y) {
    return z >= 0 ? 1 : alpha * Math.exp(z);
  }

  @Override
  public double[] kinks() {
    return alpha == 1 ? new double[0] : new double[] {0};
  }

  @Override
  public double[] seams() {
    return new double[] {0};
  }
}
