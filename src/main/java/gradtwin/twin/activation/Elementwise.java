package gradtwin.twin.activation;

import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;

/** An activation that treats each element alone: {@code y = f(z)}, {@code dz = f'(z) * dy}. */
public interface Elementwise extends Activation {
  /** f(z) */
  double value(double z);

  /** f(z) on the complex plane around the real axis, written from its definition. */
  Complex value(Complex z);

  @Override
  default Term formula(Term z) {
    return z.activated(this::value, this::magnitude, seams());
  }

  /**
   * How large the numbers are that f(z) is usually computed from, if that is a difference of larger
   * ones, such as {@code exp(z) - 1}; else 0. Their rounding is what f(z) has.
   */
  default double magnitude(double z) {
    return 0;
  }

  /**
   * f'(z)
   *
   * @param y f(z), for functions whose derivative is simplest in terms of it
   */
  double derivative(double z, double y);

  /** The places where f has no derivative. */
  default double[] kinks() {
    return new double[0];
  }

  /**
   * The places where f is not smooth: its kinks, and where a higher derivative jumps. Numerical
   * differentiation must not step over them.
   */
  default double[] seams() {
    return kinks();
  }

  @Override
  default Tensor forward(Tensor z) {
    Tensor y = z.newEmpty(z.shape());
    double[] in = z.values();
    double[] out = y.values();
    for (int i = 0; i < in.length; i++) {
      out[i] = value(in[i]);
    }
    return y;
  }

  @Override
  default Tensor backward(Tensor z, Tensor y, Tensor dy) {
    Tensor dz = z.newEmpty(z.shape());
    double[] at = z.values();
    double[] value = y.values();
    double[] incoming = dy.values();
    double[] out = dz.values();
    for (int i = 0; i < out.length; i++) {
      out[i] = derivative(at[i], value[i]) * incoming[i];
    }
    return dz;
  }

  @Override
  default int piece(Tensor z) {
    int fingerprint = 0;
    for (double seam : seams()) {
      for (double value : z.values()) {
        fingerprint = 31 * fingerprint + (int) Math.signum(value - seam);
      }
    }
    return fingerprint;
  }
}
