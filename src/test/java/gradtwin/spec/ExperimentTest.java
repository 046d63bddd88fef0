package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.twin.Network;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.yaml.Diagnostic;
import gradtwin.yaml.Document;
import gradtwin.yaml.Resolved;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentTest {
  private static final String XOR =
      """
      name: xor
      data:
        source: xor
      network:
        layers:
          - type: dense
            units: 4
            activation: tanh
          - type: output
            units: 1
            activation: sigmoid
            loss: binaryCrossEntropy
      training:
        optimizer: adam
      """;

  private static Document<Experiment> document(String text, String... overrides) {
    return Experiment.read("f.yaml", text, List.of(overrides), new KnownData());
  }

  private static Experiment read(String text, String... overrides) {
    Document<Experiment> document = document(text, overrides);
    return document.value().orElseThrow();
  }

  /**
   * The smallest file, with everything that it leaves out. Adam's defaults are the paper's, the
   * clip is DL4J's, a bias starts at 0, and nothing is regularized.
   */
  @Test
  void defaults() {
    assertEquals(
        """
        name: xor
        seed: 42
        precision: float32
        data:
          source: xor
          target: label
          batchSize: 32
          validationFraction: 0
        network:
          layers:
            - type: dense
              units: 4
              initializer: glorotUniform
              bias: true
              initialBias: 0
              regularization:
                l1: 0
                l2: 0
                weightDecay: 0
                l1Bias: 0
                l2Bias: 0
                weightDecayBias: 0
              activation: tanh
              layerNormalization: false
            - type: output
              units: 1
              initializer: glorotUniform
              bias: true
              initialBias: 0
              regularization:
                l1: 0
                l2: 0
                weightDecay: 0
                l1Bias: 0
                l2Bias: 0
                weightDecayBias: 0
              activation: sigmoid
              loss:
                type: binaryCrossEntropy
                clipEpsilon: 1e-5
                labelSmoothing: 0
        training:
          epochs: 10
          shuffle: true
          optimizer:
            type: adam
            learningRate: 0.001
            beta1: 0.9
            beta2: 0.999
            epsilon: 1e-8
          gradientNormalization: none
          accelerate: true
        comparison:
          batches: 1
          witnessElements: 12
        """,
        document(XOR).resolved().toYaml());
    Experiment experiment = read(XOR);
    assertEquals(42, experiment.seed());
    assertEquals(Precision.FLOAT32, experiment.precision());
    assertEquals(new DataSpec(new Source.Xor(), 32, 0), experiment.data());
    assertEquals(10, experiment.training().epochs());
    assertEquals(Optional.empty(), experiment.training().earlyStopping());
    assertEquals(new ComparisonSpec(1, 12), experiment.comparison());
  }

  @Test
  void everyKey() {
    Experiment experiment =
        read(
            XOR,
            "seed=-7",
            "precision=float64",
            "data.batchSize=2",
            "data.validationFraction=0.25",
            "training.epochs=3",
            "training.shuffle=false",
            "training.earlyStopping={metric: accuracy, patience: 2, minimumImprovement: 0.01}",
            "comparison={batches: 4, witnessElements: 0}");
    assertEquals(-7, experiment.seed());
    assertEquals(Precision.FLOAT64, experiment.precision());
    assertEquals(new DataSpec(new Source.Xor(), 2, 0.25), experiment.data());
    assertEquals(3, experiment.training().epochs());
    assertFalse(experiment.training().shuffle());
    assertEquals(
        Optional.of(new TrainingSpec.EarlyStopping(Metric.ACCURACY, 2, 0.01)),
        experiment.training().earlyStopping());
    assertEquals(new ComparisonSpec(4, 0), experiment.comparison());
  }

  @Test
  void sources() {
    assertEquals(
        new Source.Mnist(Optional.of("images")),
        read(XOR.replace("units: 1", "units: 10"), "data={source: mnist, directory: images}")
            .data()
            .source());
    assertEquals(
        new Source.Digits(10_000, 2_000),
        read(XOR.replace("units: 1", "units: 10"), "data.source=digits").data().source());
    String regression =
        "data={source: csv, path: house-prices.csv, delimiter: \"\\t\", label: price, features:"
            + " [rooms, town], categorical: [town], task: regression, testFraction: 0.1,"
            + " standardize: false}";
    assertEquals(
        new Source.Csv(
            "house-prices.csv",
            new Source.Columns(
                "\t", "price", List.of("rooms", "town"), List.of("town"), Task.REGRESSION, false),
            Optional.empty(),
            0.1,
            Optional.empty()),
        read(XOR, regression, "network.layers[1].loss=meanSquaredError").data().source());
  }

  private static final String REGRESSION =
      """
      name: prices
      data: {source: csv, path: house-prices.csv, label: price, task: regression}
      network:
        layers:
          - {type: output, units: 1, activation: identity, loss: meanSquaredError}
      training:
        optimizer: sgd
        earlyStopping: {metric: loss}
      """;

  /** Of the metrics only accuracy makes no sense for a number. */
  @Test
  void regressionMayStopEarlyOnAnyErrorThatItHas() {
    for (Metric metric : new Metric[] {Metric.LOSS, Metric.MEAN_ABSOLUTE_ERROR}) {
      Experiment experiment = read(REGRESSION.replace("metric: loss", "metric: " + metric.word()));
      assertEquals(metric, experiment.training().earlyStopping().orElseThrow().metric());
      assertEquals(new LabelEncoding(Task.REGRESSION, Shape.of(1), 0), experiment.labels());
    }
  }

  /** No layer of this vocabulary takes pictures as they are. */
  @Test
  void aSequenceDoesNotFitAnOutput() {
    DataInspector pictures =
        source ->
            new DataDescription(
                Shape.of(28, 28), Target.LABEL, Task.CLASSIFICATION, List.of("a", "b"), 9);
    Document<Experiment> document = Experiment.read("f.yaml", XOR, List.of(), pictures);
    assertEquals(
        "network.layers[1].type: expected a row, an image or a volume per example, got the sequence"
            + " [4, 28]; rnnOutput has an output at each step, lastTimeStep and globalPooling end a"
            + " sequence",
        document.diagnostics().get(0).path() + ": " + document.diagnostics().get(0).message());
    assertEquals(1, document.diagnostics().size());
  }

  /** The label of two classes in one column; of ten in ten; of the hinge loss in -1 and 1. */
  @Test
  void labels() {
    assertEquals(new LabelEncoding(Task.CLASSIFICATION, Shape.of(1), 0), read(XOR).labels());
    assertEquals(0.5, read(XOR).labels().threshold());
    Experiment hinge = read(XOR, "network.layers[1].loss=hinge", "network.layers[1].units=2");
    assertEquals(new LabelEncoding(Task.CLASSIFICATION, Shape.of(2), -1), hinge.labels());
    assertEquals(0, hinge.labels().threshold());
    Experiment loss = AgreementFiles.experiment("layer-loss");
    assertEquals(new LabelEncoding(Task.CLASSIFICATION, Shape.of(10), 0), loss.labels());
  }

  @Test
  void shapesFollowTheLayers() {
    Experiment experiment = AgreementFiles.experiment("mix-everything");
    assertEquals(
        List.of(784, 12, 12, 9, 9, 10).toString(),
        experiment.network().shapes(Shape.of(784)).stream()
            .map(Shape::elements)
            .toList()
            .toString());
  }

  /** The twin's parameters: drawn from the seed, each layer for itself, biases where they start. */
  @Test
  void twinIsDrawnFromTheSeed() {
    Experiment experiment = read(XOR, "network.layers[0].initialBias=0.5");
    Network network = experiment.toTwin();
    List<Parameter> hidden = network.parameters().get(0);
    assertEquals("[W[2, 4], b[4]]", hidden.toString());
    assertArrayEquals(new double[] {0.5, 0.5, 0.5, 0.5}, hidden.get(1).value().values());
    double[] weights = hidden.get(0).value().values();
    assertArrayEquals(weights, experiment.toTwin().parameters().get(0).get(0).value().values());
    assertFalse(
        Arrays.equals(
            weights, read(XOR, "seed=43").toTwin().parameters().get(0).get(0).value().values()));
  }

  /** Two layers of the same shape do not start with the same weights. */
  @Test
  void layersStartDifferently() {
    Network network =
        read(XOR, "network.layers[0].units=2", "network.layers[1]={type: dense, units: 2}", OUTPUT)
            .toTwin();
    double[] first = network.parameters().get(0).get(0).value().values();
    double[] second = network.parameters().get(1).get(0).value().values();
    assertEquals(first.length, second.length);
    for (int i = 0; i < first.length; i++) {
      assertTrue(first[i] != second[i], "weight " + i);
    }
  }

  private static final String OUTPUT =
      "network.layers[2]={type: output, units: 1, activation: sigmoid, loss: binaryCrossEntropy}";

  @Test
  void biasIsLeftOutWhereItIsOff() {
    Network network = AgreementFiles.experiment("bias-off").toTwin();
    assertEquals(1, network.parameters().get(0).size());
    assertEquals(1, network.output().parameters().size());
  }

  @Test
  void penaltiesReachTheirParameters() {
    Network network = AgreementFiles.experiment("regularization-together").toTwin();
    for (List<Parameter> ofLayer : network.parameters()) {
      assertEquals(0.001, ofLayer.get(0).penalty().l1());
      assertEquals(0.01, ofLayer.get(0).penalty().l2());
      assertEquals(0.002, ofLayer.get(1).penalty().l1());
      assertEquals(0.02, ofLayer.get(1).penalty().weightDecay());
    }
  }

  @Test
  void layersOfTheTwinAreThoseOfTheFile() {
    Network network = AgreementFiles.experiment("layer-dropout").toTwin();
    assertEquals(
        "[NoiseLayer, DenseLayer, NoiseLayer, ObjectiveLayer]",
        network.layers().stream()
            .map(layer -> layer.getClass().getSimpleName())
            .toList()
            .toString());
    assertEquals(
        gradtwin.twin.activation.Tanh.class,
        ((DenseLayer) network.hidden().get(1)).activation().getClass());
  }

  static List<String> names() {
    return AgreementFiles.names();
  }

  /** In an order that does not depend on the lines they stand at. */
  private static List<String> messages(Document<?> document) {
    return document.diagnostics().stream().map(Diagnostic::message).sorted().toList();
  }

  /** Written out and read again, a file makes the same networks. */
  @ParameterizedTest
  @MethodSource("names")
  void resolvedDocumentMeansTheSame(String name) {
    Document<Experiment> first = AgreementFiles.document(name);
    Document<Experiment> second = AgreementFiles.document(name, first.resolved().toYaml());
    assertEquals(messages(first), messages(second)); // warnings, where a file has any
    assertEquals(first.resolved().toYaml(), second.resolved().toYaml());
    assertTrue(
        second.resolved().lines().stream().map(Resolved.Line::origin).noneMatch("default"::equals),
        "everything stands in the file now");
    Experiment before = first.value().orElseThrow();
    Experiment after = second.value().orElseThrow();
    assertEquals(before.toDl4j().toJson(), after.toDl4j().toJson());
    assertEquals(before.data(), after.data());
    assertEquals(before.comparison(), after.comparison());
    assertEquals(before.training().optimizer().twin(), after.training().optimizer().twin());
    List<List<Parameter>> twin = before.toTwin().parameters();
    for (int layer = 0; layer < twin.size(); layer++) {
      for (int p = 0; p < twin.get(layer).size(); p++) {
        assertArrayEquals(
            twin.get(layer).get(p).value().values(),
            after.toTwin().parameters().get(layer).get(p).value().values());
      }
    }
  }

  @Test
  void originsAreTold() {
    List<Resolved.Line> lines =
        document(XOR, "training.optimizer.learningRate=0.1").resolved().lines();
    assertEquals("line 1", origin(lines, "name: xor"));
    assertEquals("default", origin(lines, "seed: 42"));
    assertEquals("line 7", origin(lines, "      units: 4"));
    assertEquals("line 14", origin(lines, "    type: adam"));
    assertEquals("-o", origin(lines, "    learningRate: 0.1"));
    assertEquals("default", origin(lines, "    beta1: 0.9"));
    assertEquals("default", origin(lines, "  gradientNormalization: none"));
  }

  private static String origin(List<Resolved.Line> lines, String yaml) {
    return lines.stream()
        .filter(line -> line.yaml().equals(yaml))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line '" + yaml + "' in " + lines))
        .origin();
  }
}
