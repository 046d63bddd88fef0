package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The piecewise linear sigmoid.
 *
 * <pre>{@code
 * forward   f(z) = min(max(c z + 1/2, 0), 1)      c = 1/5, rounded to float32
 * backward  f'(z) = c for |z| <= 1/(2 c), else 0
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Range [0, 1]. Kinks at 1/(2 c) = 2.49999996 and at its
 * opposite, where c is taken as the derivative. Source: Courbariaux, Bengio and David,
 * "BinaryConnect", NIPS 2015, equation 3, with the slope 1/5 that Theano and Keras chose. DL4J:
 * {@code org.nd4j.linalg.activations.impl.ActivationHardSigmoid}, which has c as a float32 constant
 * in float64 networks too: it is part of the function and mirrored here. Its backward pass takes
 * 5/2 for 1/(2 c).
 */
public final class HardSigmoid implements Elementwise {
  static final double SLOPE = 0.2f;
  private static final double EDGE = 0.5 / SLOPE;

  @Override
  public double value(double z) {
    return Math.min(Math.max(SLOPE * z + 0.5, 0), 1);
  }

  @Override
  public Complex value(Complex z) {
    return Math.abs(z.re()) > EDGE ? Complex.of(z.re() < 0 ? 0 : 1) : z.times(SLOPE).plus(0.5);
  }

  /** Near -1/(2 c) it is the difference of two halves. */
  @Override
  public double magnitude(double z) {
    return Math.abs(z) <= EDGE ? 0.5 : 0;
  }

  @Override
  public double derivative(double z, double y) {
    return Math.abs(z) <= EDGE ? SLOPE : 0;
  }

  @Override
  public double[] kinks() {
    return new double[] {-EDGE, EDGE};
  }
}
