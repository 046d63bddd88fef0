package gradtwin;

import gradtwin.spec.DataDescription;
import gradtwin.spec.Experiment;
import gradtwin.spec.Source;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.yaml.Document;
import java.util.List;
import java.util.Optional;

/** Experiments from YAML text, and examples from numbers, without a file. */
public final class ExperimentFixture {
  private ExperimentFixture() {}

  /** Reads an experiment on XOR, whose layers are given as YAML. */
  public static Experiment xor(String precision, String optimizer, String... layers) {
    StringBuilder text = new StringBuilder();
    text.append("name: fixture\nseed: 7\nprecision: ").append(precision);
    text.append("\ndata: {source: xor, batchSize: 4}\n");
    text.append("training: {optimizer: ").append(optimizer).append("}\nnetwork:\n  layers:\n");
    for (String layer : layers) {
      text.append("    - ").append(layer).append('\n');
    }
    return read(text.toString());
  }

  /** Reads an experiment; every source is described as the four rows of XOR. */
  public static Experiment read(String text) {
    Document<Experiment> document =
        Experiment.read("fixture.yaml", text, List.of(), ExperimentFixture::describe);
    return document
        .value()
        .orElseThrow(() -> new AssertionError("the fixture has faults: " + document.diagnostics()));
  }

  /** Reads an experiment, whose source is described as given. */
  public static Experiment read(DataDescription data, String... layers) {
    StringBuilder text = new StringBuilder("name: fixture\ndata: {source: xor, batchSize: 4}\n");
    if (data.target() == Target.FEATURES) {
      text.replace(text.length() - 2, text.length(), ", target: features}\n");
    }
    text.append("training: {optimizer: sgd}\nnetwork:\n  layers:\n");
    for (String layer : layers) {
      text.append("    - ").append(layer).append('\n');
    }
    Document<Experiment> document =
        Experiment.read("fixture.yaml", text.toString(), List.of(), source -> data);
    return document
        .value()
        .orElseThrow(() -> new AssertionError("the fixture has faults: " + document.diagnostics()));
  }

  private static DataDescription describe(Source source) {
    return new DataDescription(
        Shape.of(2), Target.LABEL, Task.CLASSIFICATION, List.of("0", "1"), 4);
  }

  /** The four rows of XOR with one label column. */
  public static Batch xorBatch() {
    return new Batch(
        Tensor.matrix(
            new double[] {0, 0}, new double[] {0, 1}, new double[] {1, 0}, new double[] {1, 1}),
        Tensor.matrix(new double[] {0}, new double[] {1}, new double[] {1}, new double[] {0}));
  }

  /** The rows of a batch as examples. */
  public static Examples examples(Batch batch) {
    return new Examples() {
      @Override
      public int size() {
        return batch.size();
      }

      @Override
      public Shape featureShape() {
        return batch.features().shape().ofOneExample();
      }

      @Override
      public Shape labelShape() {
        return batch.labels().shape().ofOneExample();
      }

      @Override
      public Optional<Shape> featureMaskShape() {
        return batch.featureMask().map(mask -> mask.shape().ofOneExample());
      }

      @Override
      public Optional<Shape> labelMaskShape() {
        return batch.labelMask().map(mask -> mask.shape().ofOneExample());
      }

      @Override
      public void copyFeatures(int row, double[] target, int offset) {
        copy(batch.features(), row, target, offset);
      }

      @Override
      public void copyLabels(int row, double[] target, int offset) {
        copy(batch.labels(), row, target, offset);
      }

      @Override
      public void copyFeatureMask(int row, double[] target, int offset) {
        batch.featureMask().ifPresent(mask -> copy(mask, row, target, offset));
      }

      @Override
      public void copyLabelMask(int row, double[] target, int offset) {
        batch.labelMask().ifPresent(mask -> copy(mask, row, target, offset));
      }
    };
  }

  private static void copy(Tensor from, int row, double[] target, int offset) {
    int width = from.columns();
    System.arraycopy(from.values(), row * width, target, offset, width);
  }
}
