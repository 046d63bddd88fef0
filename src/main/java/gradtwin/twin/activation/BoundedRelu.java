package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The rectifier with a threshold, a slope below it, and a maximum.
 *
 * <pre>{@code
 * forward   f(z) = min(g(z), maximum)       g(z) = z for z >= threshold, else slope (z - threshold)
 * backward  f'(z) = 0 for z >= maximum, 1 for threshold <= z < maximum, else slope
 * }</pre>
 *
 * <p>Shapes: any, each element alone. The maximum is above 0 and above the threshold, or infinite;
 * the slope is 0 or above. Kinks at the threshold (where f jumps, unless that is 0), where the side
 * above is taken, and at the maximum, where 0 is taken. Source: DL4J's class, which has it from
 * Keras ({@code ReLU(max_value, negative_slope, threshold)}). DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationReLU(max, threshold, negativeSlope)}; with a threshold
 * of 0 its backward pass rounds the slope to float32 in a float64 network too, as that of its leaky
 * rectifier does.
 */
public final class BoundedRelu implements Elementwise {
  private final double maximum;
  private final double threshold;
  private final double slope;

  /**
   * @param maximum above 0 and the threshold; infinite for none
   * @param slope below the threshold
   */
  public BoundedRelu(double maximum, double threshold, double slope) {
    this.maximum = maximum;
    this.threshold = threshold;
    this.slope = slope;
  }

  @Override
  public double value(double z) {
    return Math.min(z >= threshold ? z : slope * (z - threshold), maximum);
  }

  @Override
  public Complex value(Complex z) {
    Complex unbounded = z.re() >= threshold ? z : z.plus(-threshold).times(slope);
    return z.re() >= maximum ? Complex.of(maximum) : unbounded;
  }

  @Override
  public double derivative(double z, double y) {
    if (z >= maximum) {
      return 0;
    }
    return z >= threshold ? 1 : slope;
  }

  @Override
  public double[] kinks() {
    return maximum == Double.POSITIVE_INFINITY
        ? new double[] {threshold}
        : new double[] {threshold, maximum};
  }
}
