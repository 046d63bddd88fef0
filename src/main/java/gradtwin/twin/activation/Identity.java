package gradtwin.twin.activation;

import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;

/**
 * No activation.
 *
 * <pre>{@code
 * forward   f(z) = z
 * backward  f'(z) = 1
 * }</pre>
 *
 * <p>Shapes: any, each element alone. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationIdentity}.
 */
public final class Identity implements Elementwise {
  @Override
  public double value(double z) {
    return z;
  }

  @Override
  public Complex value(Complex z) {
    return z;
  }

  @Override
  public Term formula(Term z) {
    return z;
  }

  @Override
  public double derivative(double z, double y) {
    return 1;
  }

  @Override
  public Tensor forward(Tensor z) {
    return z.copy();
  }

  @Override
  public Tensor backward(Tensor z, Tensor y, Tensor dy) {
    return dy.copy();
  }
}
