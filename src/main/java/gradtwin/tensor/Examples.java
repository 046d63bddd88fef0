package gradtwin.tensor;

import java.util.Optional;

/**
 * A fixed, ordered collection of examples with labels, read by row. Implementations may keep their
 * rows in any compact form; reading does not change them.
 */
public interface Examples {
  /** The number of examples. */
  int size();

  /** The shape of one example's features, without the batch axis. */
  Shape featureShape();

  /** The shape of one example's label, without the batch axis; [0] if there are none. */
  Shape labelShape();

  /** Writes the features of one example into {@code target}, starting at {@code offset}. */
  void copyFeatures(int row, double[] target, int offset);

  /**
   * The same in float32, rounded to nearest: for those that keep their rows so that the way through
   * float64 costs something.
   */
  default void copyFeatures(int row, float[] target, int offset) {
    double[] values = new double[featureShape().elements()];
    copyFeatures(row, values, 0);
    for (int i = 0; i < values.length; i++) {
      target[offset + i] = (float) values[i];
    }
  }

  /** Writes the label of one example into {@code target}, starting at {@code offset}. */
  void copyLabels(int row, double[] target, int offset);

  /** What its source calls an example; empty if it has no other name than its number. */
  default Optional<String> name(int row) {
    return Optional.empty();
  }

  /** The shape of one example's feature mask; empty if nothing is masked. See {@link Batch}. */
  default Optional<Shape> featureMaskShape() {
    return Optional.empty();
  }

  /** The shape of one example's label mask; empty if nothing is masked. See {@link Batch}. */
  default Optional<Shape> labelMaskShape() {
    return Optional.empty();
  }

  /** Writes the feature mask of one example, if there are masks. */
  default void copyFeatureMask(int row, double[] target, int offset) {}

  /** Writes the label mask of one example, if there are masks. */
  default void copyLabelMask(int row, double[] target, int offset) {}

  /** The named rows, in the given order, as a batch of its own. */
  default Batch batch(int[] rows) {
    Batch batch = emptyBatch(rows.length);
    copyInto(batch, rows);
    return batch;
  }

  /** A batch of the right shapes, full of zeros. */
  default Batch emptyBatch(int size) {
    return new Batch(
        Tensor.zeros(featureShape().batchOf(size)),
        Tensor.zeros(labelShape().batchOf(size)),
        featureMaskShape().map(shape -> Tensor.zeros(shape.batchOf(size))),
        labelMaskShape().map(shape -> Tensor.zeros(shape.batchOf(size))));
  }

  /** Overwrites a batch with the named rows, in the given order. */
  default void copyInto(Batch batch, int[] rows) {
    copy(batch.features(), rows, this::copyFeatures);
    copy(batch.labels(), rows, this::copyLabels);
    batch.featureMask().ifPresent(mask -> copy(mask, rows, this::copyFeatureMask));
    batch.labelMask().ifPresent(mask -> copy(mask, rows, this::copyLabelMask));
  }

  private static void copy(Tensor target, int[] rows, RowCopy from) {
    int width = target.columns();
    for (int i = 0; i < rows.length; i++) {
      from.copy(rows[i], target.values(), i * width);
    }
  }

  /** Writes something of one example into an array. */
  interface RowCopy {
    void copy(int row, double[] target, int offset);
  }

  /** A view of the named rows of this collection, in the given order. */
  default Examples select(int[] rows) {
    return new SelectedExamples(this, rows);
  }
}
