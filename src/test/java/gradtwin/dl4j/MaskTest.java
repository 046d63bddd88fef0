package gradtwin.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.DataDescription;
import gradtwin.spec.Experiment;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.yaml.Document;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Masked sequences through both networks: where DL4J agrees with the twin, whose gradients central
 * differences confirm, and where it does not.
 */
class MaskTest {
  private static final double ROUNDING = 1e-14;
  private static final int STEPS = 4;

  private static final Tensor PADDED_AFTER =
      Tensor.matrix(
          new double[] {1, 1, 1, 1}, new double[] {1, 1, 0, 0}, new double[] {1, 0, 0, 0});
  private static final Tensor PADDED_BEFORE =
      Tensor.matrix(
          new double[] {1, 1, 1, 1}, new double[] {0, 0, 1, 1}, new double[] {0, 0, 0, 1});
  private static final Tensor HOLED =
      Tensor.matrix(
          new double[] {1, 0, 0, 1}, new double[] {0, 1, 0, 1}, new double[] {1, 0, 1, 0});
  private static final Tensor ONE_IS_NOT_THERE =
      Tensor.matrix(
          new double[] {1, 1, 1, 1}, new double[] {0, 0, 0, 0}, new double[] {0, 1, 0, 0});

  private static final String AT_EACH_STEP =
      "{type: rnnOutput, units: 3, activation: softmax, loss: crossEntropy}";
  private static final String AT_THE_END =
      "{type: output, units: 3, activation: softmax, loss: crossEntropy}";

  /** Both networks with the same parameters, on sequences of two features. */
  private static final class Pair {
    private final Dl4jNetwork dl4j;
    private final Network twin;
    private final Batch batch;
    private Optional<Backpropagation> ofDl4j = Optional.empty();
    private Optional<Backpropagation> ofTwin = Optional.empty();

    Pair(Tensor mask, String... layers) {
      boolean eachStep = !layers[layers.length - 1].startsWith("{type: output");
      StringBuilder text = new StringBuilder("name: mask\nseed: 7\nprecision: float64\n");
      text.append("data: {source: csv, path: none, label: kind, batchSize: 4, ");
      text.append("view: {type: sequence, steps: " + STEPS + "}}\n");
      text.append("training: {optimizer: {type: sgd, learningRate: 0.1}}\nnetwork:\n  layers:\n");
      for (String layer : layers) {
        text.append("    - ").append(layer).append('\n');
      }
      Document<Experiment> document =
          Experiment.read(
              "mask.yaml",
              text.toString(),
              List.of(),
              source ->
                  new DataDescription(
                      Shape.of(2 * STEPS),
                      eachStep ? Target.STEPS : Target.LABEL,
                      Task.CLASSIFICATION,
                      List.of("a", "b", "c"),
                      mask.rows()));
      Experiment experiment =
          document.value().orElseThrow(() -> new AssertionError(document.diagnostics()));
      this.dl4j = Dl4jNetwork.create(experiment);
      this.twin = experiment.toTwin();
      List<Map<String, Tensor>> parameters = dl4j.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        for (Parameter parameter : twin.parameters().get(i)) {
          parameter.value().overwriteWith(parameters.get(i).get(parameter.key()));
        }
      }
      this.batch =
          new Batch(
              GradientCheck.random(Tensor.zeros(Shape.of(mask.rows(), 2, STEPS)), 1),
              labels(mask.rows(), eachStep ? STEPS : 1, eachStep),
              Optional.of(mask),
              eachStep ? Optional.of(mask) : Optional.empty());
    }

    private static Tensor labels(int examples, int steps, boolean eachStep) {
      Tensor labels = Tensor.zeros(Shape.of(examples, 3, steps));
      for (int n = 0; n < examples; n++) {
        for (int t = 0; t < steps; t++) {
          labels.values()[(n * 3 + (n + t) % 3) * steps + t] = 1;
        }
      }
      return eachStep ? labels : labels.reshaped(Shape.of(examples, 3));
    }

    Backpropagation ofDl4j() {
      ofDl4j = Optional.of(ofDl4j.orElseGet(() -> dl4j.backpropagate(batch)));
      return ofDl4j.get();
    }

    Backpropagation ofTwin() {
      ofTwin = Optional.of(ofTwin.orElseGet(() -> twin.backpropagate(batch, Step.training(0))));
      return ofTwin.get();
    }

    /** Asserts that everything is equal but for rounding, and that the twin is right. */
    void agree() {
      forwardAgrees();
      for (int i = 0; i < twin.layers().size(); i++) {
        assertClose(ofTwin().deltas().get(i), ofDl4j().deltas().get(i), "delta " + i);
        for (String key : ofTwin().gradients().get(i).keySet()) {
          Tensor expected = ofTwin().gradients().get(i).get(key);
          assertClose(expected, ofDl4j().gradients().get(i).get(key), "gradient " + i + key);
        }
      }
      GradientCheck.network(twin, batch).assertPasses();
      Tensor mask = batch.featureMask().orElseThrow();
      assertClose(
          twin.predict(batch.features(), Optional.of(mask)),
          dl4j.predict(batch.features(), Optional.of(mask)),
          "prediction");
      assertEquals(twin.evaluate(batch).loss(), dl4j.evaluate(batch).loss(), ROUNDING);
      assertClose(
          twin.evaluate(batch).values(), dl4j.evaluate(batch).values(), "evaluated prediction");
    }

    void forwardAgrees() {
      for (int i = 0; i < twin.layers().size(); i++) {
        assertClose(ofTwin().activations().get(i), ofDl4j().activations().get(i), "output " + i);
      }
      assertEquals(ofTwin().loss(), ofDl4j().loss(), ROUNDING);
    }

    /** How far apart the gradients of a layer are. */
    double apart(int layer, String key) {
      Tensor a = ofTwin().gradients().get(layer).get(key);
      Tensor b = ofDl4j().gradients().get(layer).get(key);
      double apart = 0;
      for (int i = 0; i < a.size(); i++) {
        apart = Math.max(apart, Math.abs(a.values()[i] - b.values()[i]));
      }
      return apart;
    }

    private static void assertClose(Tensor expected, Tensor actual, String what) {
      assertEquals(expected.shape(), actual.shape());
      assertArrayEquals(expected.values(), actual.values(), ROUNDING, what);
    }
  }

  private static void agree(Tensor mask, String... layers) {
    new Pair(mask, layers).agree();
  }

  @Test
  void denseLayersAndLosses() {
    for (Tensor mask : List.of(PADDED_AFTER, PADDED_BEFORE, HOLED, ONE_IS_NOT_THERE)) {
      agree(mask, "{type: dense, units: 4, activation: sigmoid}", AT_EACH_STEP);
      agree(
          mask,
          "{type: dense, units: 3, activation: sigmoid}",
          "{type: activation, activation: softmax}",
          "{type: activation, activation: sigmoid}",
          "{type: rnnLoss, activation: softmax, loss: crossEntropy}");
    }
  }

  @Test
  void simpleRnn() {
    for (Tensor mask : List.of(PADDED_AFTER, PADDED_BEFORE, HOLED, ONE_IS_NOT_THERE)) {
      agree(mask, "{type: dense, units: 3}", "{type: simpleRnn, units: 3}", AT_EACH_STEP);
      agree(
          mask,
          "{type: dense, units: 3, activation: sigmoid}",
          "{type: bidirectional, layer: {type: simpleRnn, units: 3}}",
          "{type: dense, units: 3, activation: sigmoid}",
          AT_EACH_STEP);
    }
    for (Tensor mask : List.of(PADDED_AFTER, PADDED_BEFORE, HOLED)) {
      agree(
          mask,
          "{type: dense, units: 3}",
          "{type: lastTimeStep, layer: {type: simpleRnn, units: 3}}",
          AT_THE_END);
      agree(
          mask,
          "{type: lastTimeStep, layer: {type: bidirectional, layer: {type: simpleRnn, units: 3}}}",
          AT_THE_END);
      agree(
          mask,
          "{type: lastTimeStep, layer: {type: simpleRnn, units: 3}}",
          "{type: repeatVector, steps: 4}",
          "{type: lastTimeStep, layer: {type: lstm, units: 3}}",
          AT_THE_END);
    }
  }

  /** On its own an LSTM does not look at the mask, on either side. */
  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gravesLstm"})
  void lstmByItself(String type) {
    for (Tensor mask : List.of(PADDED_AFTER, PADDED_BEFORE, HOLED, ONE_IS_NOT_THERE)) {
      agree(
          mask,
          "{type: dense, units: 3, activation: sigmoid}",
          "{type: " + type + ", units: 3}",
          "{type: dense, units: 3, activation: sigmoid}",
          AT_EACH_STEP);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gravesLstm"})
  void lastTimeStepOfPaddingAfter(String type) {
    agree(
        PADDED_AFTER,
        "{type: dense, units: 3, activation: sigmoid}",
        "{type: lastTimeStep, layer: {type: " + type + ", units: 3}}",
        AT_THE_END);
  }

  /** DL4J throws where there is no last step; the twin has an output of 0. */
  @Test
  void lastTimeStepOfNothing() {
    Pair pair =
        new Pair(
            ONE_IS_NOT_THERE, "{type: lastTimeStep, layer: {type: lstm, units: 2}}", AT_THE_END);
    assertThrows(IllegalStateException.class, pair::ofDl4j);
    assertArrayEquals(
        new double[] {0, 0}, pair.ofTwin().activations().get(0).rowsCopied(1, 2).values());
    GradientCheck.network(pair.twin, pair.batch).assertPasses();
  }

  /** The forward pass starts anew after a masked step; LSTM's backward pass goes on before it. */
  @Test
  void lastTimeStepOfAnLstmDeviatesUnderPaddingBefore() {
    for (Tensor mask : List.of(PADDED_BEFORE, HOLED)) {
      Pair pair = new Pair(mask, "{type: lastTimeStep, layer: {type: lstm, units: 3}}", AT_THE_END);
      pair.forwardAgrees();
      GradientCheck.network(pair.twin, pair.batch).assertPasses();
      assertTrue(pair.apart(0, "b") > 1e-4);
    }
  }

  /** The direction that goes back meets the padding first. */
  @Test
  void lastTimeStepOfABidirectionalLstmDeviates() {
    Pair pair =
        new Pair(
            PADDED_AFTER,
            "{type: lastTimeStep, layer: {type: bidirectional, layer: {type: lstm, units: 3}}}",
            AT_THE_END);
    pair.forwardAgrees();
    GradientCheck.network(pair.twin, pair.batch).assertPasses();
    assertTrue(pair.apart(0, "bb") > 1e-4);
    assertTrue(pair.apart(0, "fb") < ROUNDING);
  }

  /** GravesLSTM masks the deltas of the gates, which suffices but for holes. */
  @Test
  void lastTimeStepOfAGravesLstmDeviatesAtHoles() {
    String layer = "{type: lastTimeStep, layer: {type: gravesLstm, units: 3}}";
    agree(PADDED_BEFORE, layer, AT_THE_END);
    agree(
        PADDED_AFTER,
        "{type: lastTimeStep, layer: {type: bidirectional, layer: {type: gravesLstm, units: 3}}}",
        AT_THE_END);
    Pair holed = new Pair(HOLED, layer, AT_THE_END);
    holed.forwardAgrees();
    GradientCheck.network(holed.twin, holed.batch).assertPasses();
    assertTrue(holed.apart(0, "b") > 1e-4);
  }

  /**
   * What the padding holds changes what DL4J predicts for the steps that are there, and nothing of
   * the twin.
   */
  @Test
  void bidirectionalLstmReadsThePaddingInDl4jOnly() {
    Pair pair =
        new Pair(
            PADDED_AFTER, "{type: bidirectional, layer: {type: lstm, units: 3}}", AT_EACH_STEP);
    Tensor features = pair.batch.features();
    Tensor other = features.copy();
    other.values()[1 * 2 * STEPS + 3] = 5; // the second example has two steps
    Optional<Tensor> mask = pair.batch.featureMask();
    int there = 1 * 3 * STEPS + 1;
    assertEquals(
        pair.twin.predict(features, mask).values()[there],
        pair.twin.predict(other, mask).values()[there]);
    assertTrue(
        Math.abs(
                pair.dl4j.predict(features, mask).values()[there]
                    - pair.dl4j.predict(other, mask).values()[there])
            > 1e-4);
    GradientCheck.network(pair.twin, pair.batch).assertPasses();
  }

  /** DL4J masks the wrong rows, unless all steps are there. */
  @Test
  void timeDistributedMasksTheWrongRowsInDl4j() {
    String layer = "{type: timeDistributed, layer: {type: dense, units: 3, activation: sigmoid}}";
    agree(Tensor.matrix(new double[] {1, 0, 1, 0}), layer, AT_EACH_STEP); // one example: no order
    Pair pair = new Pair(PADDED_AFTER, layer, AT_EACH_STEP);
    assertFalse(
        Arrays.equals(
            pair.ofTwin().activations().get(0).values(),
            pair.ofDl4j().activations().get(0).values()));
    // the first step of the third example is there
    assertTrue(pair.ofTwin().activations().get(0).at(2, 0, 0) > 0);
    assertEquals(0, pair.ofDl4j().activations().get(0).at(1, 0, 1));
    GradientCheck.network(pair.twin, pair.batch).assertPasses();
  }
}
