package gradtwin.twin.layer;

import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.Optional;

/** A layer that goes through sequences [N, in, T] and has an output at each step: [N, out, T]. */
public interface RecurrentLayer extends Layer {
  /**
   * The forward pass in which a masked step leaves nothing behind: its output is 0 and its state is
   * that before the first step, so that the other steps do not depend on it.
   *
   * @param mask which steps are there, [N, T]; empty if all are
   */
  Pass forwardMasked(Tensor x, Optional<Tensor> mask);

  /**
   * What {@link #forwardMasked} computes, as a formula, see {@link Layer#formula}.
   *
   * @param mask which steps are there, [N, T]; empty if all are
   */
  Term formulaMasked(Term x, Optional<Tensor> mask);

  /** Which steps of an input are there. */
  default Optional<Tensor> maskOf(Tensor x, Step step) {
    return step.mask();
  }
}
