package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.data.DataException;
import gradtwin.data.FetchListener;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks under label masks, DL4J against the twin: every loss of the agreement files. */
class MaskedLossTest {
  /** Relative to the largest of a block. */
  private static final double ROUNDINGS = 1e-14;

  private static final int EXAMPLES = 4;

  static List<Path> files() {
    return AgreementFiles.all().stream()
        .filter(file -> file.toString().contains("agreement"))
        .filter(file -> file.getFileName().toString().startsWith("loss-"))
        .filter(file -> experiment(file).shapes().get(0).rank() == 1) // else masks are of steps
        .toList();
  }

  private static Experiment experiment(Path file) {
    return AgreementFiles.experiment(file.getFileName().toString().replace(".yaml", ""));
  }

  private static Batch batch(Path file, Experiment experiment, Tensor mask) throws DataException {
    Examples training =
        AgreementFiles.catalogue(file)
            .load(experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT)
            .training();
    Batch batch = training.batch(IntStream.range(0, EXAMPLES).toArray());
    return new Batch(batch.features(), batch.labels(), Optional.empty(), Optional.of(mask));
  }

  /** Examples that count and examples that do not. */
  @ParameterizedTest
  @MethodSource("files")
  void examplesThatAreMaskedDoNotCount(Path file) throws DataException {
    Experiment experiment = experiment(file);
    Tensor mask =
        Tensor.matrix(new double[] {1}, new double[] {0}, new double[] {1}, new double[] {1});
    Batch batch = batch(file, experiment, mask);
    Dl4jNetwork dl4j = Dl4jNetwork.create(experiment);
    Network twin = experiment.toTwin();
    copyParameters(dl4j, twin);
    Backpropagation ofDl4j = dl4j.backpropagate(batch);
    Backpropagation ofTwin = twin.backpropagate(batch, Step.training(0));
    assertEquals(ofDl4j.loss(), ofTwin.loss(), ROUNDINGS * Math.max(1, Math.abs(ofDl4j.loss())));
    for (int layer = 0; layer < ofTwin.layers(); layer++) {
      for (Map.Entry<String, Tensor> gradient : ofTwin.gradients().get(layer).entrySet()) {
        double[] expected = ofDl4j.gradients().get(layer).get(gradient.getKey()).values();
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, gradient.getValue().values(), ROUNDINGS * largest);
      }
    }
  }

  private static void copyParameters(Dl4jNetwork from, Network to) {
    List<Map<String, Tensor>> parameters = from.parameters();
    for (int layer = 0; layer < parameters.size(); layer++) {
      for (Parameter parameter : to.parameters().get(layer)) {
        parameter.value().overwriteWith(parameters.get(layer).get(parameter.key()));
      }
    }
  }

  /**
   * DL4J 1.0.0-M2.1, BaseLayer.preOutputWithPreNorm: the mask of the labels is multiplied into the
   * pre-activations of an output layer, so that a fractional one changes the predictions: L = 1/N
   * sum m (m o - y)^2. With 0 and 1 this does not show.
   */
  @Test
  void dl4jScalesPredictionsByTheMask() throws DataException {
    Path file =
        files().stream()
            .filter(f -> f.endsWith("loss-meanSquaredError-regression.yaml"))
            .findFirst()
            .orElseThrow();
    Experiment experiment = experiment(file);
    double[] m = {1, 0.5, 0.25, 0};
    Tensor mask =
        Tensor.matrix(
            new double[] {m[0]}, new double[] {m[1]}, new double[] {m[2]}, new double[] {m[3]});
    Batch batch = batch(file, experiment, mask);
    Dl4jNetwork dl4j = Dl4jNetwork.create(experiment);
    double[] o = dl4j.predict(batch.features(), Optional.empty()).values();
    double[] y = batch.labels().values();
    double expected = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      expected += m[i] * (m[i] * o[i] - y[i]) * (m[i] * o[i] - y[i]) / EXAMPLES;
    }
    assertEquals(expected, dl4j.backpropagate(batch).loss(), ROUNDINGS);
  }
}
