package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * One layer. Its forward pass returns the output together with the way back, so that a backward
 * pass without its forward pass cannot be written.
 */
public interface Layer {
  /** The parameters in DL4J's order; empty for a layer without any. */
  List<Parameter> parameters();

  /**
   * The forward pass.
   *
   * @param x [N, ...]
   */
  Pass forward(Tensor x, Step step);

  /**
   * The forward pass as a formula over the layer's input and parameters: written from the
   * definition once more, for questions that {@link #forward} cannot answer.
   *
   * @param x what arrives, [N, ...]
   */
  Term formula(Term x, Step step);

  /**
   * The mask of sequences as they leave, see {@link Step#mask()}: the same, unless the layer
   * changes their length or ends them.
   */
  default Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return mask;
  }

  /** The layer that this one wraps, or does its linear part with; empty if there is none. */
  default Optional<Layer> inner() {
    return Optional.empty();
  }

  /** A forward pass that was done, and can be gone back. */
  interface Pass {
    /** [N, ...] */
    Tensor output();

    /**
     * The backward pass: overwrites the gradients of the layer's parameters.
     *
     * @param dy the gradient of the mean loss with respect to the output, shaped like it
     * @return the gradient with respect to the input, shaped like the input
     */
    Tensor backward(Tensor dy);

    /**
     * The backward pass of a network's first layer, which spares the gradient with respect to the
     * input because nothing lies below.
     */
    default void backwardToParameters(Tensor dy) {
      backward(dy);
    }

    /**
     * A fingerprint of the side of each seam (such as relu's kink at 0) on which the elements lie.
     * Two passes with the same fingerprint lie on the same smooth piece of the layer's function; a
     * layer that is smooth everywhere has one piece.
     */
    default int piece() {
      return 0;
    }
  }
}
