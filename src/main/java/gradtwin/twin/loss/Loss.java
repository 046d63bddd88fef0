package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Term;

/** What a prediction costs, given the label. */
public interface Loss {
  /**
   * The sum over the rows of the loss of each, divided by the number of examples.
   *
   * @param predictions [rows, outputs]
   */
  double value(Tensor predictions, Targets targets);

  /** The gradient of {@link #value} with respect to the predictions: [rows, outputs]. */
  Tensor gradient(Tensor predictions, Targets targets);

  /**
   * {@link #value} as a formula: [1].
   *
   * @param predictions [rows, outputs]
   */
  Term formula(Term predictions, Targets targets);

  /** A fingerprint of the side of each kink on which the elements lie; 0 if there is none. */
  default int piece(Tensor predictions, Targets targets) {
    return 0;
  }

  /**
   * What the outputs say of the labels, shaped like the labels: the outputs themselves, unless they
   * are the parameters of something.
   */
  default Tensor estimate(Tensor predictions) {
    return predictions;
  }

  /** {@link #value} for one row per example, each of which counts 1. */
  default double value(Tensor predictions, Tensor labels) {
    return value(predictions, Targets.of(labels));
  }

  /** {@link #gradient} for one row per example, each of which counts 1. */
  default Tensor gradient(Tensor predictions, Tensor labels) {
    return gradient(predictions, Targets.of(labels));
  }
}
