package gradtwin.twin.activation;

import gradtwin.tensor.Exponentials;
import gradtwin.tensor.Tensor;
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
  /**
   * What a small value that DL4J computes is rounded like: p lies below 1, where rounding is half
   * as coarse, and half of its error is left by the denominator, which is nearly 2 ({@code
   * nd4j_tanh} of libnd4j 1.0.0-M2.1).
   */
  static final double CANCELLED = 0.5;

  @Override
  public double value(double z) {
    return Math.tanh(z);
  }

  @Override
  public Complex value(Complex z) {
    return z.tanh();
  }

  /** DL4J computes {@code (1 - p) / (1 + p)} with {@code p = exp(-2z)}, see {@link #CANCELLED}. */
  @Override
  public double magnitude(double z) {
    return CANCELLED;
  }

  @Override
  public double derivative(double z, double y) {
    return 1 - y * y;
  }

  @Override
  public Tensor forward(Tensor z) {
    Tensor y = z.newEmpty(z.shape());
    Exponentials.tanh(z, y);
    return y;
  }

  @Override
  public Tensor backward(Tensor z, Tensor y, Tensor dy) {
    Tensor dz = z.newEmpty(z.shape());
    double[] value = y.values();
    double[] incoming = dy.values();
    double[] out = dz.values();
    for (int i = 0; i < out.length; i++) {
      out[i] = (1 - value[i] * value[i]) * incoming[i];
    }
    return dz;
  }
}
