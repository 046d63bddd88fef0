package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The rectifier.
 *
 * <pre>{@code
 * forward   f(z) = max(0, z)
 * backward  f'(z) = 1 for z > 0, else 0
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Kink at 0, where 0 is taken as the derivative, as DL4J does.
 * Source: Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML
 * 2010, section 2. DL4J: {@code org.nd4j.linalg.activations.impl.ActivationReLU}.
 */
public final class Relu implements Elementwise {
  @Override
  public double value(double z) {
    return Math.max(0, z);
  }

  @Override
  public Complex value(Complex z) {
    return z.atLeast(0);
  }

  @Override
  public double derivative(double z, double y) {
    return z > 0 ? 1 : 0;
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }
}
