package gradtwin.twin.activation;

import gradtwin.twin.formula.Complex;

/**
 * The rectifier with a ceiling.
 *
 * <pre>{@code
 * forward   f(z) = min(max(z, 0), 6)
 * backward  f'(z) = 1 for 0 < z < 6, else 0
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Kinks at 0 and 6, where 0 is taken as the derivative, as DL4J
 * does. Source: Krizhevsky, "Convolutional deep belief networks on CIFAR-10" (2010). DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationReLU6}.
 */
public final class Relu6 implements Elementwise {
  private static final double CEILING = 6;

  @Override
  public double value(double z) {
    return Math.min(Math.max(z, 0), CEILING);
  }

  @Override
  public Complex value(Complex z) {
    return z.re() <= 0 ? Complex.of(0) : z.re() >= CEILING ? Complex.of(CEILING) : z;
  }

  @Override
  public double derivative(double z, double y) {
    return z > 0 && z < CEILING ? 1 : 0;
  }

  @Override
  public double[] kinks() {
    return new double[] {0, CEILING};
  }
}
