package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.compare.Agreement.AcceleratedLayer;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.dl4j.TamperedAcceleration;
import gradtwin.spec.DataDescription;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.yaml.Document;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.FwdPassReturn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What comparisons say of layers in DL4J's place: they agree, and a wrong one is caught and named.
 */
class AccelerationComparisonTest {
  private static final int EXAMPLES = 4;
  private static final Shape IMAGE = Shape.of(2, 7, 7);
  private static final Shape SEQUENCE = Shape.of(3, 5);

  private static final List<String> LENET =
      List.of(
          "{type: convolution2d, filters: 3, kernel: 2, activation: tanh}",
          "{type: maxPooling2d, kernel: 2}",
          "{type: convolution2d, filters: 20, kernel: 2, activation: relu}",
          "{type: output, units: 2, activation: softmax, loss: crossEntropy}");

  private static final List<String> LSTM =
      List.of(
          "{type: lstm, units: 4}",
          "{type: lstm, units: 3}",
          "{type: globalPooling, pooling: average}",
          "{type: output, units: 2, activation: softmax, loss: crossEntropy}");

  private static Experiment experiment(Shape features, List<String> layers) {
    String view =
        features.rank() == 3
            ? "{type: image, channels: 2, height: 7, width: 7}"
            : "{type: sequence, steps: 5}";
    StringBuilder text = new StringBuilder("name: fast\nseed: 7\nprecision: float64\n");
    text.append("data: {source: csv, path: none, label: kind, batchSize: 4, view: ").append(view);
    text.append("}\ntraining: {optimizer: sgd}\nnetwork:\n  layers:\n");
    layers.forEach(layer -> text.append("    - ").append(layer).append('\n'));
    Document<Experiment> document =
        Experiment.read(
            "fast.yaml",
            text.toString(),
            List.of(),
            source ->
                new DataDescription(
                    Shape.of(features.elements()),
                    Target.LABEL,
                    Task.CLASSIFICATION,
                    List.of("a", "b"),
                    EXAMPLES));
    return document.value().orElseThrow(() -> new AssertionError(document.diagnostics()));
  }

  private static Agreement compare(
      Experiment experiment, Function<Experiment, Dl4jNetwork> inTraining) {
    Shape features = experiment.shapes().get(0);
    Batch batch =
        new Batch(
            GradientCheck.random(Tensor.zeros(features.batchOf(EXAMPLES)), 1),
            Tensor.matrix(
                new double[] {1, 0},
                new double[] {0, 1},
                new double[] {0, 1},
                new double[] {1, 0}));
    return Comparison.of(experiment, ExperimentFixture.examples(batch), inTraining)
        .compare(Optional.empty())
        .agreement();
  }

  private static Agreement compare(Experiment experiment) {
    return compare(experiment, all -> Dl4jNetwork.create(all).accelerate());
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void rightLayersAgree(Precision precision) {
    Agreement images = compare(experiment(IMAGE, LENET).withPrecision(precision));
    assertEquals(Verdict.AGREE, images.verdict(), images.sentence());
    assertEquals(List.of(0, 1, 2), layers(images));
    Agreement sequences = compare(experiment(SEQUENCE, LSTM).withPrecision(precision));
    assertEquals(Verdict.AGREE, sequences.verdict(), sequences.sentence());
    assertEquals(List.of(0, 1), layers(sequences));
    for (AcceleratedLayer layer : sequences.accelerated()) {
      assertEquals("lstm", layer.layerType());
      assertTrue(layer.z() > 0 && layer.z() < Gate.REACH, "rounding, and no more: " + layer.z());
    }
  }

  private static List<Integer> layers(Agreement agreement) {
    return agreement.accelerated().stream().map(AcceleratedLayer::layer).toList();
  }

  private static Arguments bug(
      Shape features,
      List<String> layers,
      int layer,
      String method,
      Consumer<Object> bug,
      String place) {
    return Arguments.of(features, layers, layer, method, bug, place);
  }

  static Stream<Arguments> bugs() {
    return Stream.of(
        bug(
            IMAGE,
            LENET,
            0,
            "preOutput",
            z -> ((INDArray) z).muli(1 + 1e-9),
            "layer 0 (convolution2d), activation"),
        bug(
            IMAGE,
            LENET,
            2,
            "preOutput",
            z -> ((INDArray) z).putScalar(0, 0, 0, 0, 0.5),
            "layer 2 (convolution2d), activation"),
        bug(
            IMAGE,
            LENET,
            2,
            "backpropGradient",
            back -> gradient(back, "W").muli(1 - 1e-9),
            "layer 2 (convolution2d), gradient of W"),
        bug(
            IMAGE,
            LENET,
            0,
            "backpropGradient",
            back -> gradient(back, "b").assign(0),
            "layer 0 (convolution2d), gradient of b"),
        bug(
            IMAGE,
            LENET,
            2,
            "backpropGradient",
            back -> delta(back).muli(2),
            "layer 2 (convolution2d), delta"),
        bug(
            IMAGE,
            LENET,
            1,
            "backpropGradient",
            back -> delta(back).negi(),
            "layer 1 (maxPooling2d), delta"),
        bug(
            SEQUENCE,
            LSTM,
            1,
            "activate",
            pass -> ((FwdPassReturn) pass).fwdPassOutput.addi(1e-9),
            "layer 1 (lstm), activation"),
        bug(
            SEQUENCE,
            LSTM,
            1,
            "backpropGradient",
            back -> gradient(back, "RW").putScalar(1, 2, 0.25),
            "layer 1 (lstm), gradient of RW"),
        bug(
            SEQUENCE,
            LSTM,
            1,
            "backpropGradient",
            back -> delta(back).tensorAlongDimension(0, 1, 0).muli(1.1),
            "layer 1 (lstm), delta"));
  }

  private static INDArray gradient(Object back, String key) {
    return ((Gradient) ((Pair<?, ?>) back).getFirst()).getGradientFor(key);
  }

  private static INDArray delta(Object back) {
    return (INDArray) ((Pair<?, ?>) back).getSecond();
  }

  @ParameterizedTest(name = "{5}")
  @MethodSource("bugs")
  void aWrongLayerIsCaughtAndNamed(
      Shape features,
      List<String> layers,
      int layer,
      String method,
      Consumer<Object> bug,
      String place) {
    Agreement agreement =
        compare(
            experiment(features, layers), all -> TamperedAcceleration.of(all, layer, method, bug));
    assertEquals(Verdict.ACCELERATION_DEVIATES, agreement.verdict(), agreement.sentence());
    assertFalse(agreement.verdict().isAgreement(), "counts in the exit code");
    assertTrue(
        agreement.sentence().startsWith("Acceleration deviates, first at " + place),
        agreement.sentence());
    AcceleratedLayer wrong =
        agreement.accelerated().stream()
            .filter(one -> one.layer() == layer)
            .findFirst()
            .orElseThrow();
    assertEquals(Verdict.ACCELERATION_DEVIATES, wrong.verdict());
    assertTrue(wrong.worst().toString().startsWith(place), wrong.worst().toString());
  }

  /**
   * Self-attention doubles what comes down to it: that is DL4J's fault, and not the LSTM's below.
   */
  @Test
  void whatDl4jDoesWrongIsNotTheAccelerations() {
    Agreement agreement =
        compare(
            experiment(
                SEQUENCE,
                List.of(
                    "{type: lstm, units: 4}",
                    "{type: selfAttention, units: 4}",
                    "{type: globalPooling, pooling: average}",
                    "{type: output, units: 2, activation: softmax, loss: crossEntropy}")));
    assertEquals(Verdict.DL4J_DEVIATES, agreement.verdict(), agreement.sentence());
    AcceleratedLayer lstm = agreement.accelerated().get(0);
    assertEquals(Verdict.AGREE, lstm.verdict());
    assertTrue(lstm.z() > Gate.REACH, "from the twin, as DL4J is");
  }

  @Test
  void nothingIsSaidWhereNothingIsAccelerated() {
    assertEquals(List.of(), compare(experiment(IMAGE, List.of(LENET.get(3)))).accelerated());
  }
}
