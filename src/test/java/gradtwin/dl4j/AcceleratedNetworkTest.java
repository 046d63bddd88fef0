package gradtwin.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.DataDescription;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The layers that this program computes in DL4J's place, against DL4J's own and against the twin:
 * outputs, deltas, gradients, and whole training steps.
 */
class AcceleratedNetworkTest {
  /** Sums of some hundred terms of magnitude 1, added up in another order. */
  private static final Map<Precision, Double> ROUNDING =
      Map.of(Precision.FLOAT64, 1e-13, Precision.FLOAT32, 5e-5);

  private static final int EXAMPLES = 5;
  private static final int CHANNELS = 3;
  private static final int SIDE = 9;
  private static final int STEPS = 6;

  private static final String CLASSES =
      "{type: output, units: 3, activation: softmax, loss: crossEntropy}";
  private static final String CLASS_OF_EACH_STEP =
      "{type: rnnOutput, units: 3, activation: softmax, loss: crossEntropy}";

  /** What a batch of a kind of data looks like, and how a file says so. */
  private enum Kind {
    IMAGES("{type: image, channels: 3, height: 9, width: 9}", Target.LABEL),
    SEQUENCES("{type: sequence, steps: 6}", Target.LABEL),
    LABELLED_STEPS("{type: sequence, steps: 6}", Target.STEPS);

    private final String view;
    private final Target target;

    Kind(String view, Target target) {
      this.view = view;
      this.target = target;
    }

    private Shape example() {
      return this == IMAGES ? Shape.of(CHANNELS, SIDE, SIDE) : Shape.of(4, STEPS);
    }

    Batch batch() {
      Tensor features = GradientCheck.random(Tensor.zeros(example().batchOf(EXAMPLES)), 1);
      int steps = target == Target.STEPS ? STEPS : 1;
      Tensor labels = Tensor.zeros(Shape.of(EXAMPLES, 3, steps));
      for (int n = 0; n < EXAMPLES; n++) {
        for (int t = 0; t < steps; t++) {
          labels.values()[(n * 3 + (n + t) % 3) * steps + t] = 1;
        }
      }
      return new Batch(features, steps == 1 ? labels.reshaped(Shape.of(EXAMPLES, 3)) : labels);
    }

    Experiment experiment(Precision precision, boolean accelerate, String... layers) {
      StringBuilder text = new StringBuilder("name: fast\nseed: 7\n");
      text.append("precision: ").append(precision.word()).append('\n');
      text.append("data: {source: csv, path: none, label: kind, batchSize: 5, view: ");
      text.append(view).append("}\ntraining: {accelerate: ").append(accelerate);
      text.append(", optimizer: {type: adam, learningRate: 0.01}}\nnetwork:\n  layers:\n");
      for (String layer : layers) {
        text.append("    - ").append(layer).append('\n');
      }
      Document<Experiment> document =
          Experiment.read(
              "fast.yaml",
              text.toString(),
              List.of(),
              source ->
                  new DataDescription(
                      Shape.of(example().elements()),
                      target,
                      Task.CLASSIFICATION,
                      List.of("a", "b", "c"),
                      EXAMPLES));
      return document.value().orElseThrow(() -> new AssertionError(document.diagnostics()));
    }
  }

  private static String convolution(String keys) {
    return "{type: convolution2d, filters: 4, activation: tanh, " + keys + "}";
  }

  /** Networks, and which of their layers are to be computed in DL4J's place. */
  static Stream<Arguments> networks() {
    List<Arguments> networks = new ArrayList<>();
    for (String keys :
        List.of(
            "kernel: 3",
            "kernel: 1",
            "kernel: [2, 3], bias: false",
            "kernel: 3, mode: same",
            "kernel: [4, 3], mode: same, stride: [2, 3]",
            "kernel: 3, stride: 2, mode: strict",
            "kernel: 3, stride: [3, 1], padding: [2, 1]",
            "kernel: 2, stride: 4, padding: 1",
            "kernel: [3, 2], dilation: [2, 3], padding: 2",
            "kernel: 3, dilation: 2, mode: same",
            "kernel: [3, 2], stride: [2, 1], padding: [2, 1], dilation: [2, 3]",
            "kernel: 5, padding: 4, stride: 3, dilation: 2",
            "kernel: 3, activation: identity",
            "kernel: 3, activation: relu",
            "kernel: 3, weightNoise: {type: additive, distribution: {type: normal, standardDeviation: 0.1}}")) {
      String keysOnce = keys.contains("activation") ? keys : "activation: tanh, " + keys;
      String layer = "{type: convolution2d, filters: 4, " + keysOnce + "}";
      networks.add(Arguments.of(Kind.IMAGES, List.of(layer, CLASSES), List.of(0)));
      // many channels are laid out in another way than few
      networks.add(
          Arguments.of(
              Kind.IMAGES,
              List.of(
                  "{type: convolution2d, filters: 20, kernel: 1, activation: tanh}",
                  layer,
                  CLASSES),
              List.of(0, 1)));
    }
    for (String keys :
        List.of(
            "kernel: 2",
            "kernel: 3, stride: 1",
            "kernel: 3, stride: 2, padding: 1",
            "kernel: [2, 3], stride: [3, 2], mode: same",
            "kernel: 2, stride: 4",
            "kernel: 2, stride: 2, dilation: 3, padding: 1",
            "kernel: 3, stride: 3, mode: strict")) {
      networks.add(
          Arguments.of(
              Kind.IMAGES,
              List.of(convolution("kernel: 1"), "{type: maxPooling2d, " + keys + "}", CLASSES),
              List.of(0, 1)));
    }
    networks.add( // most windows hold zeros that are equal
        Arguments.of(
            Kind.IMAGES,
            List.of(
                "{type: convolution2d, filters: 4, kernel: 2, activation: relu, initialBias: -1}",
                "{type: maxPooling2d, kernel: 3, stride: 2}",
                CLASSES),
            List.of(0, 1)));
    for (String lstm :
        List.of(
            "{type: lstm, units: 7}",
            "{type: lstm, units: 1, forgetGateBias: 0}",
            "{type: bidirectional, layer: {type: lstm, units: 3}}",
            "{type: bidirectional, mode: multiply, layer: {type: lstm, units: 3}}")) {
      networks.add(
          Arguments.of(
              Kind.LABELLED_STEPS,
              List.of(lstm, "{type: lstm, units: 5}", CLASS_OF_EACH_STEP),
              List.of(0, 1)));
      networks.add(
          Arguments.of(
              Kind.SEQUENCES,
              List.of("{type: lastTimeStep, layer: " + lstm + "}", CLASSES),
              List.of(0)));
    }
    // noise in place, over outputs and sequences that an accelerator gave or was given
    networks.add(
        Arguments.of(
            Kind.IMAGES,
            List.of(
                "{type: dropout, rate: 0.3}",
                convolution("kernel: 3"),
                "{type: dropout, rate: 0.3}",
                convolution("kernel: 2"),
                CLASSES),
            List.of(1, 3)));
    networks.add(
        Arguments.of(
            Kind.LABELLED_STEPS,
            List.of(
                "{type: dropout, rate: 0.3}",
                "{type: lstm, units: 3}",
                "{type: dropout, rate: 0.3}",
                "{type: lstm, units: 4}",
                CLASS_OF_EACH_STEP),
            List.of(1, 3)));
    networks.add(
        Arguments.of(
            Kind.SEQUENCES,
            List.of(
                "{type: frozen, layer: {type: lstm, units: 3}}",
                "{type: lstm, units: 2}",
                "{type: globalPooling, pooling: max}",
                CLASSES),
            List.of(0, 1)));
    return networks.stream()
        .flatMap(
            network ->
                Stream.of(Precision.values())
                    .map(
                        precision ->
                            Arguments.of(
                                precision, network.get()[0], network.get()[1], network.get()[2])));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("networks")
  void agreesWithDl4jAndTheTwin(
      Precision precision, Kind kind, List<String> layers, List<Integer> expected) {
    Experiment experiment = kind.experiment(precision, true, layers.toArray(String[]::new));
    Batch inFloat64 = kind.batch();
    Batch batch = precision == Precision.FLOAT32 ? inFloat64.roundedToFloat32() : inFloat64;
    Dl4jNetwork builtIn = Dl4jNetwork.create(experiment);
    Dl4jNetwork accelerated = Dl4jNetwork.create(experiment).accelerate();
    for (int i = 0; i < 2; i++) { // the second time other masks, and memory that was used before
      builtIn.goTo(new Moment(i, 0));
      accelerated.goTo(new Moment(i, 0));
      Backpropagation pass = accelerated.backpropagate(batch);
      assertClose(builtIn.backpropagate(batch), pass, ROUNDING.get(precision));
      assertClose(
          twin(experiment, builtIn).backpropagate(batch, Step.training(i)),
          pass,
          ROUNDING.get(precision));
    }
    assertEquals(expected, accelerated.acceleratedLayers());
    assertEquals(expected, accelerated.layersComputedInDl4jsPlace());
    assertEquals(List.of(), builtIn.acceleratedLayers());
  }

  private static Network twin(Experiment experiment, Dl4jNetwork dl4j) {
    Network twin = experiment.toTwin();
    List<Map<String, Tensor>> parameters = dl4j.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      for (Parameter parameter : twin.parameters().get(i)) {
        parameter.value().overwriteWith(parameters.get(i).get(parameter.key()));
      }
    }
    return twin;
  }

  private static void assertClose(Backpropagation expected, Backpropagation actual, double bound) {
    assertEquals(expected.loss(), actual.loss(), bound);
    for (int i = 0; i < expected.layers(); i++) {
      assertClose(expected.activations().get(i), actual.activations().get(i), bound, "output " + i);
      assertClose(expected.deltas().get(i), actual.deltas().get(i), bound, "delta " + i);
      for (Map.Entry<String, Tensor> gradient : expected.gradients().get(i).entrySet()) {
        String key = gradient.getKey();
        assertClose(
            gradient.getValue(), actual.gradients().get(i).get(key), bound, "d" + key + " " + i);
      }
    }
  }

  private static void assertClose(Tensor expected, Tensor actual, double bound, String what) {
    assertEquals(expected.shape(), actual.shape(), what);
    double largest = 1e-3;
    for (double value : expected.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected.values(), actual.values(), bound * largest, what);
  }

  /** In float32 Adam divides what rounding left of small gradients by itself. */
  static Stream<Arguments> networksInFloat64() {
    return networks().filter(network -> network.get()[0] == Precision.FLOAT64);
  }

  /** Steps with Adam, whose workspaces and in-place functions a pass by hand does not have. */
  @ParameterizedTest(name = "{2}")
  @MethodSource("networksInFloat64")
  void trainsAsDl4jDoes(
      Precision precision, Kind kind, List<String> layers, List<Integer> expected) {
    Experiment experiment = kind.experiment(precision, true, layers.toArray(String[]::new));
    Batch batch = kind.batch();
    double[] features = batch.features().values().clone();
    double[] labels = batch.labels().values().clone();
    Dl4jNetwork builtIn = Dl4jNetwork.create(experiment);
    Dl4jNetwork accelerated = Dl4jNetwork.create(experiment).accelerate();
    for (int i = 0; i < 3; i++) {
      assertEquals(builtIn.train(batch), accelerated.train(batch), 1e-11);
    }
    assertClose(
        builtIn.predict(batch.features(), Optional.empty()),
        accelerated.predict(batch.features(), Optional.empty()),
        1e-9,
        "prediction");
    assertEquals(builtIn.evaluate(batch).loss(), accelerated.evaluate(batch).loss(), 1e-9);
    assertEquals(expected, accelerated.layersComputedInDl4jsPlace());
    assertArrayEquals(features, batch.features().values());
    assertArrayEquals(labels, batch.labels().values());
  }

  private static final String[] ALL_KINDS = {
    "{type: convolution2d, filters: 20, kernel: 3, activation: relu}",
    "{type: maxPooling2d, kernel: 2}",
    "{type: convolution2d, filters: 4, kernel: 2, activation: relu}",
    CLASSES
  };

  /** What is remembered between the ways forward and back does not show in a bit. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void equalQuestionsHaveEqualAnswers(Precision precision) {
    Experiment experiment = Kind.IMAGES.experiment(precision, true, ALL_KINDS);
    Batch batch = Kind.IMAGES.batch();
    Dl4jNetwork fresh = Dl4jNetwork.create(experiment).accelerate();
    Dl4jNetwork used = Dl4jNetwork.create(experiment).accelerate();
    List<Map<String, Tensor>> start = used.parameters();
    used.train(batch);
    used.predict(batch.slice(0, 2).features(), Optional.empty());
    used.setParameters(start);
    assertSameBits(fresh.backpropagate(batch), used.backpropagate(batch));
    assertSameBits(fresh.backpropagate(batch), used.backpropagate(batch));
  }

  private static void assertSameBits(Backpropagation expected, Backpropagation actual) {
    assertClose(expected, actual, 0);
  }

  /** DL4J sets steps that a layer masks to zero on the way forward; that is left to it. */
  @Test
  void maskedStepsAreLeftToDl4j() {
    Experiment experiment =
        Kind.LABELLED_STEPS.experiment(
            Precision.FLOAT64,
            true,
            "{type: maskZero, layer: {type: lstm, units: 3}}",
            CLASS_OF_EACH_STEP);
    Batch batch = Kind.LABELLED_STEPS.batch();
    for (int i = 0; i < batch.features().size(); i++) {
      batch.features().values()[i] *= i % STEPS < 4 ? 1 : 0;
    }
    Dl4jNetwork accelerated = Dl4jNetwork.create(experiment).accelerate();
    Dl4jNetwork builtIn = Dl4jNetwork.create(experiment);
    assertSameBits(builtIn.backpropagate(batch), accelerated.backpropagate(batch));
    assertEquals(List.of(0), accelerated.acceleratedLayers());
    assertEquals(List.of(), accelerated.layersComputedInDl4jsPlace());
  }

  /** Functions that are not fused, other layers of windows and sequences: nothing is put there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: lstm, units: 3, activation: softsign}",
        "{type: lstm, units: 3, gateActivation: hardSigmoid}",
        "{type: gravesLstm, units: 3}",
        "{type: simpleRnn, units: 3}",
        "{type: convolution1d, filters: 3, kernel: 2, activation: tanh}",
        "{type: maxPooling1d, kernel: 2, stride: 1}"
      })
  void whatIsNotKnownIsLeftToDl4j(String layer) {
    Experiment experiment =
        Kind.SEQUENCES.experiment(
            Precision.FLOAT64, true, layer, "{type: globalPooling, pooling: max}", CLASSES);
    Dl4jNetwork network = Dl4jNetwork.create(experiment).accelerate();
    network.train(Kind.SEQUENCES.batch());
    assertEquals(List.of(), network.acceleratedLayers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: averagePooling2d, kernel: 2}",
        "{type: pnormPooling2d, kernel: 2}",
        "{type: deconvolution2d, filters: 2, kernel: 2, activation: tanh}",
        "{type: depthwiseConvolution2d, kernel: 2, activation: tanh}",
        "{type: separableConvolution2d, filters: 2, kernel: 2, activation: tanh}"
      })
  void otherLayersOfImagesAreLeftToDl4j(String layer) {
    Experiment experiment = Kind.IMAGES.experiment(Precision.FLOAT64, true, layer, CLASSES);
    Dl4jNetwork network = Dl4jNetwork.create(experiment).accelerate();
    network.train(Kind.IMAGES.batch());
    assertEquals(List.of(), network.acceleratedLayers());
  }

  @Test
  void canBeTurnedOff() {
    Experiment experiment = Kind.IMAGES.experiment(Precision.FLOAT64, false, ALL_KINDS);
    assertEquals(List.of(), Dl4jNetwork.create(experiment).accelerate().acceleratedLayers());
  }

  @TempDir private Path folder;

  /** The model knows nothing of who computed it, and plain DL4J predicts the same from it. */
  @Test
  void savesAPlainModel() throws IOException {
    Experiment experiment = Kind.IMAGES.experiment(Precision.FLOAT64, true, ALL_KINDS);
    Batch batch = Kind.IMAGES.batch();
    Dl4jNetwork accelerated = Dl4jNetwork.create(experiment).accelerate();
    Dl4jNetwork builtIn = Dl4jNetwork.create(experiment);
    accelerated.train(batch);
    builtIn.train(batch);
    Path file = folder.resolve("model.zip");
    Path other = folder.resolve("other.zip");
    accelerated.save(file);
    builtIn.save(other);

    MultiLayerNetwork plain = MultiLayerNetwork.load(file.toFile(), true);
    assertEquals(
        MultiLayerNetwork.load(other.toFile(), true).getLayerWiseConfigurations().toJson(),
        plain.getLayerWiseConfigurations().toJson());
    assertTrue(Stream.of(plain.getLayers()).allMatch(layer -> layer.getHelper() == null));
    INDArray predictions = plain.output(NdArrays.of(batch.features(), DataType.DOUBLE));
    assertClose(
        accelerated.predict(batch.features(), Optional.empty()),
        NdArrays.toTensor(predictions),
        1e-14,
        "prediction");
    Dl4jNetwork loaded = Dl4jNetwork.load(experiment, file).accelerate();
    assertSameBits(accelerated.backpropagate(batch), loaded.backpropagate(batch));
  }
}
