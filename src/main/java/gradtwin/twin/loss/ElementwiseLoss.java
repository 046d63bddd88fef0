package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;

/**
 * A loss that is a sum over the outputs of an example, each treated alone.
 *
 * <pre>{@code
 * L      = 1/N * sum over examples of scale * sum over outputs of l(o, y)
 * dL/do  = scale/N * l'(o, y)
 * }</pre>
 */
abstract class ElementwiseLoss implements Loss {
  /** The loss of one output o with label y. */
  abstract double value(double o, double y);

  /** Its derivative with respect to o. */
  abstract double derivative(double o, double y);

  /** What the sum over the outputs is multiplied by. */
  abstract double scale(int outputs);

  @Override
  public final double value(Tensor predictions, Tensor labels) {
    predictions.requireShape(labels.shape());
    double[] o = predictions.values();
    double[] y = labels.values();
    double sum = 0;
    for (int i = 0; i < o.length; i++) {
      sum += value(o[i], y[i]);
    }
    return sum * scale(predictions.columns()) / predictions.rows();
  }

  @Override
  public final Tensor gradient(Tensor predictions, Tensor labels) {
    predictions.requireShape(labels.shape());
    double[] o = predictions.values();
    double[] y = labels.values();
    Tensor gradient = predictions.zerosLike();
    double factor = scale(predictions.columns()) / predictions.rows();
    for (int i = 0; i < o.length; i++) {
      gradient.values()[i] = factor * derivative(o[i], y[i]);
    }
    return gradient;
  }

  /** The side of the kink on which an output lies; always 0 for a smooth loss. */
  int side(double o, double y) {
    return 0;
  }

  @Override
  public final int piece(Tensor predictions, Tensor labels) {
    int fingerprint = 0;
    for (int i = 0; i < predictions.size(); i++) {
      fingerprint = 31 * fingerprint + side(predictions.values()[i], labels.values()[i]);
    }
    return fingerprint;
  }
}
