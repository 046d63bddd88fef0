package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The positive half of the hyperbolic tangent.
 *
 * <pre>{@code
 * forward   f(z) = max(0, tanh(z))
 * backward  f'(z) = 1 - f(z)^2 for z > 0, else 0
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Range [0, 1). Kink at 0, where 0 is taken as the derivative,
 * as DL4J does. Source: the composition of {@link Relu} and {@link Tanh}. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationRectifiedTanh}.
 */
public final class RectifiedTanh implements Elementwise {
  @Override
  public double value(double z) {
    return Math.max(0, Math.tanh(z));
  }

  @Override
  public Complex value(Complex z) {
    return z.re() <= 0 ? Complex.of(0) : z.tanh();
  }

  @Override
  public double magnitude(double z) {
    return z > 0 ? Tanh.CANCELLED : 0;
  }

  @Override
  public double derivative(double z, double y) {
    return z > 0 ? 1 - y * y : 0;
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }
}
