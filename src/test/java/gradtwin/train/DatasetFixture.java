package gradtwin.train;

import gradtwin.ExperimentFixture;
import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.DataPlaces;
import gradtwin.data.Dataset;
import gradtwin.data.FetchListener;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Experiments with their data. */
final class DatasetFixture {
  private static final Path NOWHERE = Path.of("nowhere").toAbsolutePath();

  private static final DataCatalogue CATALOGUE =
      new DataCatalogue(new DataPlaces(NOWHERE, NOWHERE, Map.of()));

  private DatasetFixture() {}

  /** Reads an experiment whose source needs no file: {@code xor} or {@code digits}. */
  static Experiment read(String text) {
    return Experiment.read("fixture.yaml", text, List.of(), CATALOGUE)
        .value()
        .orElseThrow(() -> new AssertionError("the fixture has faults"));
  }

  static Dataset load(Experiment experiment) {
    try {
      return CATALOGUE.load(
          experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
    } catch (DataException e) {
      throw new AssertionError(e);
    }
  }

  /** So many training and validation examples of one feature, which is their number, counted on. */
  static Dataset counted(Experiment experiment, int training, int validation) {
    Tensor features = Tensor.zeros(Shape.of(training + validation, 1));
    for (int i = 0; i < features.size(); i++) {
      features.values()[i] = i;
    }
    Tensor labels = Tensor.zeros(Shape.of(training + validation, 1));
    Examples all = ExperimentFixture.examples(new Batch(features, labels));
    Examples trained = all.select(Order.asGiven(training));
    int[] rest = new int[validation];
    for (int i = 0; i < validation; i++) {
      rest[i] = training + i;
    }
    return new Dataset(
        experiment.description(),
        trained,
        all.select(rest),
        trained,
        true,
        "counted examples",
        Map.of(),
        load(read(ONE_LAYER)).preprocessing());
  }

  private static final String ONE_LAYER =
      """
      name: fixture
      data: {source: xor}
      network:
        layers:
          - {type: output, units: 1, activation: sigmoid, loss: binaryCrossEntropy}
      training: {optimizer: sgd}
      """;
}
