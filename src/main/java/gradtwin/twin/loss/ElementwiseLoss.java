package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;

/**
 * A loss that is a sum over the outputs of a row, each treated alone.
 *
 * <pre>{@code
 * L      = 1/N * sum over rows and outputs of scale * mask * l(o, y)
 * dL/do  = scale/N * mask * l'(o, y)
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
  public final double value(Tensor predictions, Targets targets) {
    predictions.requireShape(targets.labels().shape());
    double[] o = predictions.values();
    double[] y = targets.labels().values();
    int outputs = predictions.columns();
    Counts counts = targets.counts();
    double sum = 0;
    for (int row = 0, i = 0; i < o.length; row++) {
      for (int j = 0; j < outputs; j++, i++) {
        double count = counts.of(row, j);
        sum += count == 0 ? 0 : count * value(o[i], y[i]);
      }
    }
    return sum * scale(outputs) / targets.examples();
  }

  @Override
  public final Tensor gradient(Tensor predictions, Targets targets) {
    predictions.requireShape(targets.labels().shape());
    double[] o = predictions.values();
    double[] y = targets.labels().values();
    int outputs = predictions.columns();
    Counts counts = targets.counts();
    Tensor gradient = predictions.zerosLike();
    double[] out = gradient.values();
    double factor = scale(outputs) / targets.examples();
    for (int row = 0, i = 0; i < o.length; row++) {
      for (int j = 0; j < outputs; j++, i++) {
        double count = counts.of(row, j);
        out[i] = count == 0 ? 0 : factor * count * derivative(o[i], y[i]);
      }
    }
    return gradient;
  }

  /** The side of the kink on which an output lies; always 0 for a smooth loss. */
  int side(double o, double y) {
    return 0;
  }

  @Override
  public final int piece(Tensor predictions, Targets targets) {
    double[] o = predictions.values();
    double[] y = targets.labels().values();
    int fingerprint = 0;
    for (int i = 0; i < o.length; i++) {
      fingerprint = 31 * fingerprint + side(o[i], y[i]);
    }
    return fingerprint;
  }
}
