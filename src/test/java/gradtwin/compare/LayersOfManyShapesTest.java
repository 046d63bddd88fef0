package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.Dataset;
import gradtwin.data.FetchListener;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comparisons say where a network does not begin and end as most do. */
class LayersOfManyShapesTest {
  /** Whole numbers have no derivative, so nothing is said about the delta below them. */
  @Test
  void theWitnessLeavesIndicesAlone() {
    Batch words =
        new Batch(
            Tensor.matrix(new double[] {0, 1}, new double[] {2, 1}),
            Tensor.matrix(new double[] {0}, new double[] {1}));
    Agreement agreement =
        compare(
            words,
            "{type: embeddingSequence, vocabularySize: 3, units: 2}",
            "{type: globalPooling, pooling: average}",
            "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}");
    assertEquals(Verdict.AGREE, agreement.verdict(), agreement.sentence());
    assertTrue(
        agreement.witness().blocks().stream().noneMatch(block -> block.parameter().isEmpty()));
    assertTrue(
        agreement.notes().stream().anyMatch(note -> note.startsWith("The features are indices")),
        agreement.notes().toString());
  }

  /** A frozen layer has a delta, but neither a gradient nor a step. */
  @Test
  void frozenParametersDoNotMove() {
    Agreement agreement =
        compare(
            ExperimentFixture.xorBatch(),
            "{type: dense, units: 3, activation: tanh}",
            "{type: frozen, layer: {type: dense, units: 2, activation: tanh,"
                + " regularization: {l2: 0.1}}}",
            "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}");
    assertEquals(Verdict.AGREE, agreement.verdict(), agreement.sentence());
    assertTrue(
        agreement.blocks().stream()
            .noneMatch(block -> block.role() == Agreement.Role.GRADIENT && block.layer() == 1));
    assertEquals(2, agreement.update().stream().filter(block -> block.layer() == 1).count());
    agreement.update().stream()
        .filter(block -> block.layer() == 1)
        .forEach(block -> assertTrue(block.bothZero(), block.toString()));
  }

  private static Agreement compare(Batch batch, String... layers) {
    Experiment experiment =
        ExperimentFixture.xor("float64", "{type: adam, learningRate: 0.01}", layers);
    return Comparison.run(experiment, ExperimentFixture.examples(batch), Optional.empty())
        .agreement();
  }

  /** At each pixel, a softmax over the channels, although squares after a softmax learn slowly. */
  @Test
  void softmaxOverTheChannelsOfEachPixel() throws IOException, DataException {
    Path file = Path.of("src/test/resources/agreement/layer-cnnLoss.yaml");
    DataCatalogue catalogue = AgreementFiles.catalogue(file);
    Experiment experiment =
        Experiment.read(
                "softmax.yaml",
                Files.readString(file),
                List.of("network.layers[1].activation=softmax"),
                catalogue)
            .value()
            .orElseThrow();
    Dataset data =
        catalogue.load(
            experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
    Agreement agreement = Comparison.run(experiment, data.training(), Optional.empty()).agreement();
    assertEquals(Verdict.AGREE, agreement.verdict(), agreement.sentence());
  }
}
