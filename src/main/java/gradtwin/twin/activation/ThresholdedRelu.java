package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The rectifier that lets through only what exceeds a threshold.
 *
 * <pre>{@code
 * forward   f(z) = z for z > theta, else 0
 * backward  f'(z) = 1 for z > theta, else 0
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Jumps at theta (unless theta is 0), where 0 is taken as value
 * and derivative. Source: Konda, Memisevic and Krueger, "Zero-bias autoencoders and the benefits of
 * co-adapting features", ICLR 2015. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationThresholdedReLU}.
 */
public final class ThresholdedRelu implements Elementwise {
  private final double theta;

  /**
   * @param theta the threshold, at least 0
   */
  public ThresholdedRelu(double theta) {
    this.theta = theta;
  }

  @Override
  public double value(double z) {
    return z > theta ? z : 0;
  }

  @Override
  public Complex value(Complex z) {
    return z.re() <= theta ? Complex.of(0) : z;
  }

  @Override
  public double derivative(double z, double y) {
    return z > theta ? 1 : 0;
  }

  @Override
  public double[] kinks() {
    return new double[] {theta};
  }
}
