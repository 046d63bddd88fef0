package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The piecewise linear hyperbolic tangent.
 *
 * <pre>{@code
 * forward   f(z) = min(max(z, -1), 1)
 * backward  f'(z) = 1 for -1 <= z <= 1, else 0
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Kinks at -1 and 1, where 1 is taken as the derivative, as
 * DL4J does. Source: Collobert, "Large scale machine learning" (2004), where it stands in for tanh.
 * DL4J: {@code org.nd4j.linalg.activations.impl.ActivationHardTanH}.
 */
public final class HardTanh implements Elementwise {
  @Override
  public double value(double z) {
    return Math.min(Math.max(z, -1), 1);
  }

  @Override
  public Complex value(Complex z) {
    return Math.abs(z.re()) > 1 ? Complex.of(Math.signum(z.re())) : z;
  }

  @Override
  public double derivative(double z, double y) {
    return z >= -1 && z <= 1 ? 1 : 0;
  }

  @Override
  public double[] kinks() {
    return new double[] {-1, 1};
  }
}
