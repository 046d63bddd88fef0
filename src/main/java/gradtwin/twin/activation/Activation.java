package gradtwin.twin.activation;

import gradtwin.tensor.Tensor;

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

  /** A fingerprint of the side of each kink on which the elements of z lie; 0 if there is none. */
  default int piece(Tensor z) {
    return 0;
  }
}
