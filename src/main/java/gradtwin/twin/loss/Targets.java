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

  /** What the loss of each output of each row is multiplied by. */
  Counts counts() {
    if (mask.isEmpty()) {
      return new Counts(new double[] {1}, 0, 0);
    }
    Tensor m = mask.get();
    boolean perRow = m.columns() == 1;
    return new Counts(m.values(), m.columns(), perRow ? 0 : 1);
  }

  /**
   * The same with each output counting so much besides.
   *
   * @param outputWeights one for each output
   */
  Targets weighted(double[] outputWeights) {
    Counts counts = counts();
    Tensor weighted = Tensor.zeros(Shape.of(labels.rows(), outputWeights.length));
    for (int i = 0; i < weighted.size(); i++) {
      int output = i % outputWeights.length;
      weighted.values()[i] = counts.of(i / outputWeights.length, output) * outputWeights[output];
    }
    return new Targets(labels, Optional.of(weighted), examples);
  }

  /**
   * For a loss that takes the outputs of a row together.
   *
   * @param loss its name for the message
   */
  void requireMaskOfRows(String loss) {
    if (mask.isPresent() && mask.get().columns() != 1) {
      throw new IllegalArgumentException(
          "expected a mask with one number per row, as "
              + loss
              + " takes the outputs of a row together, got "
              + mask.get().shape());
    }
  }
}
