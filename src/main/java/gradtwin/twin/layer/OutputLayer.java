package gradtwin.twin.layer;

import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.Optional;

/** A layer that ends in a loss: the last of a network. */
public interface OutputLayer extends Layer {
  /**
   * The forward pass up to the loss.
   *
   * @param x [N, ...]
   * @param labels shaped like the predictions
   * @param mask what each label counts, see {@link gradtwin.tensor.Batch#labelMask()}
   */
  LossPass forward(Tensor x, Tensor labels, Optional<Tensor> mask, Step step);

  /** The forward pass up to the loss, where each label counts 1. */
  default LossPass forward(Tensor x, Tensor labels, Step step) {
    return forward(x, labels, Optional.empty(), step);
  }

  /**
   * The forward pass up to the loss as a formula, see {@link Layer#formula}.
   *
   * @return the loss, [1]
   */
  Term formula(Term x, Tensor labels, Optional<Tensor> mask, Step step);

  /** A forward pass that ended in a loss, and can be gone back from there. */
  interface LossPass {
    /** The mean over the batch, without penalties. */
    double loss();

    /** [N, outputs], or [N, outputs, ...] where there are outputs at several positions. */
    Tensor predictions();

    /** Overwrites the gradients of the parameters and returns dx, shaped like the input. */
    Tensor backward();

    /** As {@link #backward()}, sparing dx. */
    void backwardToParameters();

    /** See {@link Pass#piece()}. */
    int piece();
  }
}
