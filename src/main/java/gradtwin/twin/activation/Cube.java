package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The third power.
 *
 * <pre>{@code
 * forward   f(z) = z^3
 * backward  f'(z) = 3 z^2
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Unbounded, and flat at 0. Source: Chen and Manning, "A fast
 * and accurate dependency parser using neural networks", EMNLP 2014, section 3.1. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationCube}.
 */
public final class Cube implements Elementwise {
  @Override
  public double value(double z) {
    return z * z * z;
  }

  @Override
  public Complex value(Complex z) {
    return z.square().times(z);
  }

  @Override
  public double derivative(double z, double y) {
    return 3 * z * z;
  }
}
