package gradtwin.twin.activation;

import gradtwin.tensor.Exponentials;
import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Complex;

/**
 * The logistic function.
 *
 * <pre>{@code
 * forward   f(z) = 1 / (1 + exp(-z))
 * backward  f'(z) = f(z) (1 - f(z))
 * }</pre>
 *
 * <p>Shapes: any, each element alone. Range (0, 1). For large negative z, exp(-z) overflows to
 * infinity and f to 0, which is right. Source: Rumelhart, Hinton and Williams, Nature 323 (1986),
 * equation 2. DL4J: {@code org.nd4j.linalg.activations.impl.ActivationSigmoid}.
 */
public final class Sigmoid implements Elementwise {
  @Override
  public double value(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  @Override
  public Complex value(Complex z) {
    return z.sigmoid();
  }

  @Override
  public double derivative(double z, double y) {
    return y * (1 - y);
  }

  @Override
  public Tensor forward(Tensor z) {
    Tensor y = z.newEmpty(z.shape());
    Exponentials.sigmoid(z, y);
    return y;
  }

  @Override
  public Tensor backward(Tensor z, Tensor y, Tensor dy) {
    Tensor dz = z.newEmpty(z.shape());
    double[] value = y.values();
    double[] incoming = dy.values();
    double[] out = dz.values();
    for (int i = 0; i < out.length; i++) {
      out[i] = value[i] * (1 - value[i]) * incoming[i];
    }
    return dz;
  }
}
