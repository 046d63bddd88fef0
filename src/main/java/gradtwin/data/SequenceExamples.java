package gradtwin.data;

import gradtwin.spec.Source.Alignment;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Sequences as a network reads them, padded with zeros to one length. Features are [features,
 * steps], labels [columns, steps] or [columns], masks [steps].
 */
final class SequenceExamples implements Examples {
  private final List<StepSequence> sequences;
  private final SequencePreprocessing preprocessing;
  private final Optional<LabelColumns> labels;
  private final boolean masked;
  private final int features;
  private final int steps;

  /**
   * @param labels how labels are written; empty to leave them out
   * @param masked whether there are masks, as there must be if a sequence is shorter than others
   */
  SequenceExamples(
      List<StepSequence> sequences,
      SequencePreprocessing preprocessing,
      Optional<LabelColumns> labels,
      boolean masked) {
    this.sequences = List.copyOf(sequences);
    this.preprocessing = preprocessing;
    this.labels = labels;
    this.masked = masked;
    this.features = preprocessing.shape().size(0);
    this.steps = preprocessing.steps();
  }

  /** Whether a sequence is shorter than so many steps. */
  static boolean needMasks(List<StepSequence> sequences, int steps) {
    return sequences.stream().anyMatch(sequence -> sequence.steps().size() < steps);
  }

  @Override
  public int size() {
    return sequences.size();
  }

  @Override
  public Optional<String> name(int row) {
    return Optional.of(sequences.get(row).name());
  }

  @Override
  public Shape featureShape() {
    return preprocessing.shape();
  }

  @Override
  public Shape labelShape() {
    return labels.map(LabelColumns::shape).orElse(Shape.of(0));
  }

  @Override
  public Optional<Shape> featureMaskShape() {
    return masked ? Optional.of(Shape.of(steps)) : Optional.empty();
  }

  @Override
  public Optional<Shape> labelMaskShape() {
    return preprocessing.labelPerStep() && labels.isPresent()
        ? featureMaskShape()
        : Optional.empty();
  }

  /** Where the first step stands among all. */
  private int start(StepSequence sequence) {
    return preprocessing.align() == Alignment.START ? 0 : steps - sequence.steps().size();
  }

  @Override
  public void copyFeatures(int row, double[] target, int offset) {
    Arrays.fill(target, offset, offset + features * steps, 0);
    StepSequence sequence = sequences.get(row);
    int at = offset + start(sequence);
    for (double[] step : sequence.steps()) {
      for (int i = 0; i < features; i++) {
        target[at + i * steps] = step[i];
      }
      at++;
    }
  }

  @Override
  public void copyLabels(int row, double[] target, int offset) {
    if (labels.isEmpty()) {
      return;
    }
    LabelColumns columns = labels.get();
    StepSequence sequence = sequences.get(row);
    if (!preprocessing.labelPerStep()) {
      columns.write(sequence.steps().get(0)[features], target, offset);
      return;
    }
    double[] label = new double[columns.count()];
    Arrays.fill(target, offset, offset + label.length * steps, 0);
    int at = offset + start(sequence);
    for (double[] step : sequence.steps()) {
      columns.write(step[features], label, 0);
      for (int i = 0; i < label.length; i++) {
        target[at + i * steps] = label[i];
      }
      at++;
    }
  }

  @Override
  public void copyFeatureMask(int row, double[] target, int offset) {
    if (masked) {
      StepSequence sequence = sequences.get(row);
      Arrays.fill(target, offset, offset + steps, 0);
      int start = offset + start(sequence);
      Arrays.fill(target, start, start + sequence.steps().size(), 1);
    }
  }

  @Override
  public void copyLabelMask(int row, double[] target, int offset) {
    if (labelMaskShape().isPresent()) {
      copyFeatureMask(row, target, offset);
    }
  }
}
