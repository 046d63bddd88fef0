package gradtwin.twin.activation;

import gradtwin.tensor.Tensor;
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

  @Override
  public Tensor forward(Tensor z) {
    Tensor y = z.newEmpty(z.shape());
    double[] in = z.values();
    double[] out = y.values();
    for (int i = 0; i < in.length; i++) {
      out[i] = Math.max(0, in[i]);
    }
    return y;
  }

  @Override
  public Tensor backward(Tensor z, Tensor y, Tensor dy) {
    Tensor dz = z.newEmpty(z.shape());
    double[] at = z.values();
    double[] incoming = dy.values();
    double[] out = dz.values();
    for (int i = 0; i < out.length; i++) {
      out[i] = (at[i] > 0 ? 1 : 0) * incoming[i];
    }
    return dz;
  }
}
