package gradtwin.twin.loss;

import gradtwin.tensor.Positions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.Optional;

/**
 * What predictions are compared with.
 *
 * @param labels [rows, outputs]: a row per example, or per position of each example
 * @param mask what each loss is multiplied by: [rows, 1] or [rows, outputs]; empty for 1
 * @param examples N, which the summed loss is divided by, whatever is masked
 */
public record Targets(Tensor labels, Optional<Tensor> mask, int examples) {
  public Targets {
    Tensor rows = labels;
    rows.requireRank(2);
    mask.ifPresent(m -> requireMask(m, rows));
  }

  private static void requireMask(Tensor mask, Tensor labels) {
    boolean perRow = mask.shape().equals(Shape.of(labels.rows(), 1));
    if (!perRow && !mask.shape().equals(labels.shape())) {
      throw new IllegalArgumentException(
          "expected a mask of shape ["
              + labels.rows()
              + ", 1] or "
              + labels.shape()
              + ", got "
              + mask.shape());
    }
  }

  /** One row per example, each of which counts 1. */
  public static Targets of(Tensor labels) {
    return of(labels, Optional.empty());
  }

  /**
   * Labels as a batch has them.
   *
   * @param labels [N, outputs] or [N, outputs, P...]
   * @param mask [N, 1], [N, outputs], or [N, P...]
   */
  public static Targets of(Tensor labels, Optional<Tensor> mask) {
    Tensor rows = Positions.toRows(labels);
    return new Targets(
        rows,
        mask.map(m -> m.size() == rows.rows() ? m.reshaped(Shape.of(rows.rows(), 1)) : m),
        labels.rows());
  }

  /** What the loss of an output of a row is multiplied by. */
  double weight(int row, int output) {
    if (mask.isEmpty()) {
      return 1;
    }
    Tensor m = mask.get();
    return m.columns() == 1 ? m.values()[row] : m.values()[row * m.columns() + output];
  }
}
