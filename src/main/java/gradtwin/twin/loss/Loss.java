package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;

/** What a prediction costs, given the label. */
public interface Loss {
  /**
   * The mean over the examples of the loss of each.
   *
   * @param predictions [N, outputs]
   * @param labels [N, outputs]
   */
  double value(Tensor predictions, Tensor labels);

  /** The gradient of {@link #value} with respect to the predictions: [N, outputs]. */
  Tensor gradient(Tensor predictions, Tensor labels);

  /** A fingerprint of the side of each kink on which the elements lie; 0 if there is none. */
  default int piece(Tensor predictions, Tensor labels) {
    return 0;
  }
}
