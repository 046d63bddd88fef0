package gradtwin.twin.loss;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Term;
import java.util.stream.IntStream;

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

  /**
   * The loss of each row as a formula: [rows].
   *
   * @param o [rows, outputs]
   * @param y the labels, constant, [rows, labels]
   */
  abstract Term formula(Term o, Term y);

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

  /** Takes the rows that count; what is masked may be anything. */
  @Override
  public final Term formula(Term predictions, Targets targets) {
    require(predictions.value(), targets);
    Counts counts = targets.counts();
    int[] counted =
        IntStream.range(0, predictions.shape().size(0))
            .filter(row -> counts.of(row, 0) != 0)
            .toArray();
    Tensor count = Tensor.zeros(Shape.of(counted.length));
    for (int i = 0; i < counted.length; i++) {
      count.values()[i] = counts.of(counted[i], 0);
    }
    Term losses =
        formula(rows(predictions, counted), rows(predictions.constant(targets.labels()), counted));
    return losses.times(count).sum().times(1.0 / targets.examples());
  }

  private static Term rows(Term of, int[] rows) {
    return of.picked(
        Shape.of(rows.length, of.shape().size(1)), at -> new int[] {rows[at[0]], at[1]});
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
