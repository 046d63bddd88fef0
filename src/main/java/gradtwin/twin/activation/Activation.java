package gradtwin.twin.activation;

import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Term;

/** A function from pre-activations to activations. */
public interface Activation {
  /** {@code y = f(z)}, shaped like z [N, ...]. */
  Tensor forward(Tensor z);

  /**
   * {@code dz = Jᵀ dy}, where J is the Jacobian of f at z.
   *
   * @param y the result of {@code forward(z)}
   * @param dy the gradient with respect to y
   */
  Tensor backward(Tensor z, Tensor y, Tensor dy);

  /** {@code f(z)} as a formula. */
  Term formula(Term z);

  /**
   * A fingerprint of the smooth piece of f on which each element of z lies; 0 if f is smooth
   * everywhere.
   */
  default int piece(Tensor z) {
    return 0;
  }
}
