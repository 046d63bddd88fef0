package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The hyperbolic tangent.
 *
 * <pre>{@code
 * forward   f(z) = tanh(z)
 * backward  f'(z) = 1 - f(z)^2
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Range (-1, 1). Source: LeCun, Bottou, Orr and Müller,
 * "Efficient BackProp" (1998), section 4.4. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationTanH}.
 */
public final class Tanh implements Elementwise {
  @Override
  public double value(double z) {
    return Math.tanh(z);
  }

  @Override
  public Complex value(Complex z) {
    return z.tanh();
  }

  @Override
  public double derivative(double z, double y) {
    return 1 - y * y;
  }
}
