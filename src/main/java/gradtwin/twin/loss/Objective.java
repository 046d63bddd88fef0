package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.formula.Term;

/** The end of a network: the output activation and the loss, joined. */
public interface Objective {
  /**
   * The objective that joins an activation with a loss. Two pairs have a short and stable form of
   * their own; every other one is the plain composition. Weights of outputs go around either.
   */
  static Objective of(Activation activation, Loss loss) {
    if (loss instanceof WeightedLoss weighted) {
      return new WeightedObjective(of(activation, weighted.loss()), weighted);
    }
    if (activation instanceof Softmax softmax && loss instanceof CrossEntropy) {
      return new SoftmaxCrossEntropy(softmax);
    }
    if (activation instanceof Sigmoid sigmoid && loss instanceof BinaryCrossEntropy) {
      return new SigmoidBinaryCrossEntropy(sigmoid);
    }
    return new ComposedObjective(activation, loss);
  }

  Activation activation();

  Loss loss();

  /**
   * The forward pass from pre-activations to the loss.
   *
   * @param z [rows, outputs]
   */
  Pass forward(Tensor z, Targets targets);

  /**
   * The forward pass as a formula: the loss, [1]. The plain composition, whatever form the forward
   * pass has, unless that loses digits.
   *
   * @param z [rows, outputs]
   */
  default Term formula(Term z, Targets targets) {
    return loss().formula(activation().formula(z), targets);
  }

  /** {@link #forward} for one row per example, each of which counts 1. */
  default Pass forward(Tensor z, Tensor labels) {
    return forward(z, Targets.of(labels));
  }

  /** A forward pass that ended in a loss. */
  interface Pass {
    /** The sum over the rows, divided by the number of examples. */
    double loss();

    /** [rows, outputs] */
    Tensor predictions();

    /** The gradient of the loss with respect to z: [rows, outputs]. */
    Tensor backward();

    /** See {@link gradtwin.twin.layer.Layer.Pass#piece()}. */
    default int piece() {
      return 0;
    }
  }
}
