package gradtwin.twin;

import gradtwin.tensor.Tensor;
import java.util.Optional;

/**
 * The circumstances of one forward pass.
 *
 * @param training whether layers that behave differently in training (dropout) do so
 * @param iteration training steps before this one, counted from 0: it selects the dropout masks
 * @param mask which steps of each sequence are there as it arrives at the layer: [N, T], 1 or 0;
 *     empty if all are, or if examples are no sequences
 */
public record Step(boolean training, long iteration, Optional<Tensor> mask) {
  /** A forward pass for prediction. */
  public static final Step PREDICTION = new Step(false, 0, Optional.empty());

  public static Step training(long iteration) {
    return new Step(true, iteration, Optional.empty());
  }

  /** The same with another mask. */
  public Step withMask(Optional<Tensor> other) {
    return new Step(training, iteration, other);
  }
}
