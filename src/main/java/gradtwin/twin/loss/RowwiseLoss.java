package gradtwin.twin.loss;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/**
 * A loss of all outputs of a row together.
 *
 * <pre>{@code
 * L      = 1/N * sum over rows of mask * l(o, y)
 * dL/do  = 1/N * mask * dl/do
 * }</pre>
 *
 * <p>A mask counts whole rows: [rows, 1].
 */
abstract class RowwiseLoss implements Loss {
  /** The loss of one row. */
  abstract double value(Row row);

  /** Writes {@code factor * dl/do} of one row into its place in {@code gradient}. */
  abstract void gradient(Row row, double factor, double[] gradient);

  /** How many outputs a row with so many labels has. */
  int outputs(int labels) {
    return labels;
  }

  /**
   * One row of outputs o and labels y.
   *
   * @param at where the outputs begin
   * @param labelsAt where the labels begin
   */
  @SuppressWarnings("ArrayRecordComponent") // handed to loops, never compared
  record Row(double[] o, int at, int outputs, double[] y, int labelsAt, int labels) {
    double output(int i) {
      return o[at + i];
    }

    double label(int i) {
      return y[labelsAt + i];
    }
  }

  private Row row(Tensor predictions, Targets targets, int row) {
    int outputs = predictions.columns();
    int labels = targets.labels().columns();
    return new Row(
        predictions.values(),
        row * outputs,
        outputs,
        targets.labels().values(),
        row * labels,
        labels);
  }

  private void require(Tensor predictions, Targets targets) {
    Tensor labels = targets.labels();
    predictions.requireShape(Shape.of(labels.rows(), outputs(labels.columns())));
    targets.requireMaskOfRows(getClass().getSimpleName());
  }

  @Override
  public final double value(Tensor predictions, Targets targets) {
    require(predictions, targets);
    Counts counts = targets.counts();
    double sum = 0;
    for (int i = 0; i < predictions.rows(); i++) {
      double count = counts.of(i, 0);
      sum += count == 0 ? 0 : count * value(row(predictions, targets, i));
    }
    return sum / targets.examples();
  }

  @Override
  public final Tensor gradient(Tensor predictions, Targets targets) {
    require(predictions, targets);
    Counts counts = targets.counts();
    Tensor gradient = predictions.zerosLike();
    for (int i = 0; i < predictions.rows(); i++) {
      double count = counts.of(i, 0);
      if (count != 0) {
        gradient(row(predictions, targets, i), count / targets.examples(), gradient.values());
      }
    }
    return gradient;
  }
}
