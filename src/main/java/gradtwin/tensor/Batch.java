package gradtwin.tensor;

/**
 * Examples that go through a network together.
 *
 * @param features [N, ...]
 * @param labels [N, outputs]
 */
public record Batch(Tensor features, Tensor labels) {
  public Batch {
    if (features.rows() != labels.rows()) {
      throw new IllegalArgumentException(
          "expected as many labels as examples, got features "
              + features.shape()
              + " and labels "
              + labels.shape());
    }
  }

  /** The number of examples, N. */
  public int size() {
    return features.rows();
  }

  /** Examples {@code from} (inclusive) to {@code to} (exclusive), copied. */
  public Batch slice(int from, int to) {
    return new Batch(features.rowsCopied(from, to), labels.rowsCopied(from, to));
  }

  /** The same batch with every number rounded to float32. */
  public Batch roundedToFloat32() {
    return new Batch(features.roundedToFloat32(), labels.roundedToFloat32());
  }
}
