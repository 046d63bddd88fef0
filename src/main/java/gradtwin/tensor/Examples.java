package gradtwin.tensor;

/**
 * A fixed, ordered collection of examples with labels, read by row. Implementations may keep their
 * rows in any compact form; reading does not change them.
 */
public interface Examples {
  /** The number of examples. */
  int size();

  /** The shape of one example's features, without the batch axis. */
  Shape featureShape();

  /** The number of label columns. */
  int outputs();

  /** Writes the features of one example into {@code target}, starting at {@code offset}. */
  void copyFeatures(int row, double[] target, int offset);

  /** Writes the label columns of one example into {@code target}, starting at {@code offset}. */
  void copyLabels(int row, double[] target, int offset);

  /** The named rows, in the given order, as a batch of its own. */
  default Batch batch(int[] rows) {
    Tensor features = Tensor.zeros(featureShape().batchOf(rows.length));
    Tensor labels = Tensor.zeros(Shape.of(rows.length, outputs()));
    int width = features.columns();
    for (int i = 0; i < rows.length; i++) {
      copyFeatures(rows[i], features.values(), i * width);
      copyLabels(rows[i], labels.values(), i * outputs());
    }
    return new Batch(features, labels);
  }

  /** A view of the named rows of this collection, in the given order. */
  default Examples select(int[] rows) {
    return new SelectedExamples(this, rows);
  }
}
