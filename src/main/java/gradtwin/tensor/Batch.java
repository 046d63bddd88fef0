package gradtwin.tensor;

import java.util.Optional;

/**
 * Examples that go through a network together.
 *
 * @param features [N, ...]
 * @param labels [N, ...]
 * @param featureMask of sequences that were padded to one length: [N, T], 1 for a step that is
 *     there and 0 for one that is not; empty if all are
 * @param labelMask what each label counts: [N, 1] per example, [N, outputs] per output, [N, T] per
 *     step of a sequence; empty if each counts 1
 */
public record Batch(
    Tensor features, Tensor labels, Optional<Tensor> featureMask, Optional<Tensor> labelMask) {
  public Batch {
    requireRows("labels", labels, features);
    featureMask.ifPresent(mask -> requireRows("feature masks", mask, features));
    labelMask.ifPresent(mask -> requireRows("label masks", mask, features));
  }

  /** A batch without masks. */
  public Batch(Tensor features, Tensor labels) {
    this(features, labels, Optional.empty(), Optional.empty());
  }

  private static void requireRows(String what, Tensor tensor, Tensor features) {
    if (features.rows() != tensor.rows()) {
      throw new IllegalArgumentException(
          "expected as many "
              + what
              + " as examples, got features "
              + features.shape()
              + " and "
              + what
              + " "
              + tensor.shape());
    }
  }

  /** The number of examples, N. */
  public int size() {
    return features.rows();
  }

  /** Examples {@code from} (inclusive) to {@code to} (exclusive), copied. */
  public Batch slice(int from, int to) {
    return new Batch(
        features.rowsCopied(from, to),
        labels.rowsCopied(from, to),
        featureMask.map(mask -> mask.rowsCopied(from, to)),
        labelMask.map(mask -> mask.rowsCopied(from, to)));
  }

  /** The same live batch, from which a training step makes its tensors in a workspace. */
  public Batch in(Workspace workspace) {
    return new Batch(
        workspace.adopt(features),
        workspace.adopt(labels),
        featureMask.map(workspace::adopt),
        labelMask.map(workspace::adopt));
  }

  /** The same batch with every number rounded to float32. */
  public Batch roundedToFloat32() {
    return new Batch(
        features.roundedToFloat32(),
        labels.roundedToFloat32(),
        featureMask.map(Tensor::roundedToFloat32),
        labelMask.map(Tensor::roundedToFloat32));
  }
}
