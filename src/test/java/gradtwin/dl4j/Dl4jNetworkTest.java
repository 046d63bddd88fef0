package gradtwin.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.noise.NoiseSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jNetworkTest {
  /** A few roundings of numbers near 1. */
  private static final double ROUNDING = 1e-15;

  /**
   * Two examples, two inputs, three linear outputs:
   *
   * <pre>
   * x = [1 2; 3 4]   W = [1 2 3; 4 5 6]   b = [1 0 -1]   labels = 0
   * o = [1+8+1  2+10  3+12-1; 3+16+1  6+20  9+24-1] = [10 12 14; 20 26 32]
   * mean squared error = (100+144+196 + 400+676+1024) / 6 = 2540 / 6
   * dL/do = 2/(2*3) o = o/3
   * dW = xᵀ o / 3 = [1*10+3*20  12+78  14+96; 20+80  24+104  28+128] / 3
   *    = [70 90 110; 100 128 156] / 3
   * db = [30 38 46] / 3
   * dx = o Wᵀ / 3 = [10+24+42  40+60+84; 20+52+96  80+130+192] / 3 = [76 184; 168 402] / 3
   * </pre>
   */
  private static final Batch BATCH =
      new Batch(
          Tensor.matrix(new double[] {1, 2}, new double[] {3, 4}), Tensor.zeros(Shape.of(2, 3)));

  private static Dl4jNetwork linear(String regularization) {
    // three outputs are wanted, whatever the data's two classes say: loss ends the stack
    Experiment experiment =
        ExperimentFixture.xor(
            "float64",
            "{type: sgd, learningRate: 0.5}",
            "{type: dense, units: 3, regularization: " + regularization + "}",
            "{type: output, units: 2, activation: identity, loss: meanSquaredError}");
    return Dl4jNetwork.create(experiment);
  }

  /**
   * After one step of Adam m = (1 - beta1) g and v = (1 - beta2) g^2; after one of momentum v =
   * -learningRate g; sgd remembers nothing. DL4J's weights lie in Fortran order.
   */
  @ParameterizedTest
  @ValueSource(strings = {"float64", "float32"})
  void whatUpdatersRememberIsFound(String precision) {
    double rounding = precision.equals("float32") ? 1e-6 : 1e-14;
    Experiment experiment =
        ExperimentFixture.xor(
            precision,
            "{type: adam, beta1: 0.5, beta2: 0.75}",
            "{type: dense, units: 3, activation: tanh}",
            "{type: dense, units: 4, activation: tanh, optimizer: {type: nesterovs, learningRate:"
                + " 0.5}, biasOptimizer: sgd}",
            "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}");
    Dl4jNetwork network = Dl4jNetwork.create(experiment);
    Batch batch = ExperimentFixture.xorBatch();
    List<Map<String, Tensor>> gradients = network.backpropagate(batch).gradients();
    network.train(batch);
    List<Map<String, List<Tensor>>> memory = network.memory();

    for (int layer : new int[] {0, 2}) {
      for (String key : List.of("W", "b")) {
        Tensor g = gradients.get(layer).get(key);
        List<Tensor> moments = memory.get(layer).get(key);
        assertEquals(2, moments.size());
        assertEquals(g.shape(), moments.get(0).shape());
        for (int i = 0; i < g.size(); i++) {
          double value = g.values()[i];
          double largest = g.largestMagnitude();
          assertEquals(0.5 * value, moments.get(0).values()[i], rounding * largest);
          assertEquals(
              0.25 * value * value, moments.get(1).values()[i], rounding * largest * largest);
        }
      }
    }
    Tensor g = gradients.get(1).get("W");
    List<Tensor> velocity = memory.get(1).get("W");
    assertEquals(1, velocity.size());
    for (int i = 0; i < g.size(); i++) {
      assertEquals(-0.5 * g.values()[i], velocity.get(0).values()[i], rounding);
    }
    assertEquals(List.of(), memory.get(1).get("b"));
  }

  @Test
  void weightsAreInByOutWhateverTheirOrderInMemory() {
    Dl4jNetwork network = linear("{}");
    Tensor weights = Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    Tensor bias = Tensor.vector(1, 0, -1);
    network.setParameters(List.of(Map.of("W", weights, "b", bias), Map.of()));

    Tensor hidden =
        network
            .backpropagate(new Batch(BATCH.features(), Tensor.zeros(Shape.of(2, 2))))
            .activations()
            .get(0);

    assertArrayEquals(new double[] {10, 12, 14, 20, 26, 32}, hidden.values());
    assertArrayEquals(weights.values(), network.parameters().get(0).get("W").values());
    assertEquals(Shape.of(3), network.parameters().get(0).get("b").shape());
  }

  @Test
  void oneElementOfAParameterIsSetByItsRowMajorPosition() {
    Dl4jNetwork network = linear("{}");
    network.setParameter(0, "W", 4, 42); // row 1, column 1 of [2, 3]
    network.setParameter(0, "b", 2, 43);
    assertEquals(42, network.parameters().get(0).get("W").at(1, 1));
    assertEquals(43, network.parameters().get(0).get("b").at(2));
  }

  @Test
  void gradientsAreOfTheMeanLoss() {
    Experiment experiment =
        ExperimentFixture.xor(
            "float64",
            "{type: sgd, learningRate: 0.5}",
            "{type: output, units: 2, activation: identity, loss: meanSquaredError}");
    Dl4jNetwork network = Dl4jNetwork.create(experiment);
    network.setParameters(
        List.of(
            Map.of(
                "W", Tensor.matrix(new double[] {1, 2}, new double[] {4, 5}),
                "b", Tensor.vector(1, 0))));
    Batch batch = new Batch(BATCH.features(), Tensor.zeros(Shape.of(2, 2)));

    Backpropagation pass = network.backpropagate(batch);

    // o = [10 12; 20 26], loss = (100+144+400+676)/4 = 330, dL/do = 2/(2*2) o = o/2
    assertEquals(330, pass.loss(), 330 * ROUNDING);
    assertArrayEquals(
        new double[] {70 / 2.0, 90 / 2.0, 100 / 2.0, 128 / 2.0},
        pass.gradients().get(0).get("W").values(),
        64 * ROUNDING);
    assertArrayEquals(
        new double[] {15, 19}, pass.gradients().get(0).get("b").values(), 19 * ROUNDING);
    // dx = o Wᵀ / 2 = [10+24  40+60; 20+52  80+130] / 2
    assertArrayEquals(
        new double[] {17, 50, 36, 105}, pass.deltas().get(0).values(), 105 * ROUNDING);
  }

  @Test
  void aStepIsWhatWasSubtracted() {
    Dl4jNetwork network = linear("{}");
    Batch batch = new Batch(BATCH.features(), Tensor.zeros(Shape.of(2, 2)));
    Tensor before = network.parameters().get(0).get("W");
    Tensor gradient = network.backpropagate(batch).gradients().get(0).get("W");

    network.train(batch);

    Tensor step = network.lastSteps().get(0).get("W");
    Tensor after = network.parameters().get(0).get("W");
    for (int i = 0; i < step.size(); i++) {
      assertEquals(0.5 * gradient.values()[i], step.values()[i], ROUNDING * 64);
      assertEquals(before.values()[i] - step.values()[i], after.values()[i], ROUNDING * 64);
    }
    assertEquals(1, network.iteration());
  }

  @Test
  void theLossLeavesThePenaltyOut() {
    Dl4jNetwork plain = linear("{}");
    Dl4jNetwork penalized = linear("{l1: 0.5, l2: 0.25}");
    penalized.setParameters(
        List.of(
            Map.of(
                "W", Tensor.matrix(new double[] {1, -2, 3}, new double[] {-4, 5, -6}),
                "b", Tensor.zeros(Shape.of(3))),
            Map.of()));
    plain.setParameters(penalized.parameters());
    Batch batch = new Batch(BATCH.features(), Tensor.zeros(Shape.of(2, 2)));

    // 0.5 * (1+2+3+4+5+6) + 0.25/2 * (1+4+9+16+25+36) = 10.5 + 11.375
    assertEquals(21.875, penalized.penalty(), 21.875 * ROUNDING);
    assertEquals(0, plain.penalty());
    double loss = plain.loss(batch, true);
    assertEquals(loss, penalized.loss(batch, true), loss * 1e-13);
    assertEquals(loss, penalized.train(batch), loss * 1e-13);
  }

  @Test
  void theLossOfALossLayerIsRightWhenItsActivationGoesBackInPlace() {
    Experiment experiment =
        ExperimentFixture.xor(
            "float64",
            "sgd",
            "{type: dense, units: 1}",
            "{type: loss, activation: sigmoid, loss: meanSquaredError}");
    Dl4jNetwork network = Dl4jNetwork.create(experiment);
    network.setParameters(
        List.of(
            Map.of("W", Tensor.matrix(new double[] {0}, new double[] {0}), "b", Tensor.vector(0)),
            Map.of()));

    // every output is 0.5, every error 0.25
    assertEquals(0.25, network.train(ExperimentFixture.xorBatch()), ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}",
        "{type: output, units: 2, activation: softmax, loss: crossEntropy}"
      })
  void anEvaluationIsThePredictionsAndTheLoss(String output) {
    for (String hidden : new String[] {"", "{type: dense, units: 3, regularization: {l2: 0.5}}"}) {
      String[] layers = hidden.isEmpty() ? new String[] {output} : new String[] {hidden, output};
      Experiment experiment = ExperimentFixture.xor("float64", "sgd", layers);
      Dl4jNetwork network = Dl4jNetwork.create(experiment);
      Batch batch =
          new Batch(
              ExperimentFixture.xorBatch().features(),
              Tensor.zeros(Shape.of(4, experiment.labels().columns())));
      batch.labels().values()[0] = 1;

      Predictions evaluation = network.evaluate(batch);

      assertArrayEquals(
          network.predict(batch.features(), Optional.empty()).values(),
          evaluation.values().values(),
          ROUNDING);
      assertEquals(network.loss(batch, false), evaluation.loss(), ROUNDING);
    }
  }

  @Test
  void openingANetworkChangesNothingInIt() {
    Experiment experiment =
        ExperimentFixture.xor(
            "float64",
            "adam",
            "{type: dense, units: 4, activation: tanh}",
            "{type: dropout, rate: 0.5}",
            "{type: output, units: 1, activation: sigmoid, loss: binaryCrossEntropy}");
    Dl4jNetwork opened = Dl4jNetwork.create(experiment);
    Dl4jNetwork left = Dl4jNetwork.create(experiment);
    long state = Nd4j.getRandom().rootState();

    opened.backpropagate(ExperimentFixture.xorBatch());
    opened.backpropagate(ExperimentFixture.xorBatch());

    assertEquals(state, Nd4j.getRandom().rootState());
    assertEquals(0, opened.iteration());
    for (int step = 0; step < 3; step++) {
      assertEquals(
          left.train(ExperimentFixture.xorBatch()), opened.train(ExperimentFixture.xorBatch()));
    }
    assertArrayEquals(
        left.parameters().get(0).get("W").values(), opened.parameters().get(0).get("W").values());
  }

  private static Experiment withDropout(String precision) {
    return ExperimentFixture.xor(
        precision,
        "{type: sgd, learningRate: 0.1}",
        "{type: dense, units: 6, activation: tanh}",
        "{type: dropout, rate: 0.25}",
        "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}");
  }

  @Test
  void dropoutUsesTheSharedMaskOfTheIteration() {
    Dl4jNetwork network = Dl4jNetwork.create(withDropout("float64"));
    for (int iteration = 0; iteration < 3; iteration++) {
      Backpropagation pass = network.backpropagate(ExperimentFixture.xorBatch());
      NoiseSource noise = NoiseSource.ofLayer(new gradtwin.twin.noise.Dropout(0.25), 7, 1);
      Tensor mask = noise.at(iteration, Shape.of(4, 6)).factor().orElseThrow();
      for (int i = 0; i < mask.size(); i++) {
        double expected = pass.activations().get(0).values()[i] * mask.values()[i];
        assertEquals(expected, pass.activations().get(1).values()[i], ROUNDING);
      }
      network.train(ExperimentFixture.xorBatch());
    }
  }

  @Test
  void aSavedModelIsPlainDl4j(@TempDir Path folder) throws IOException {
    Dl4jNetwork network = Dl4jNetwork.create(withDropout("float32"));
    network.train(ExperimentFixture.xorBatch());
    Path zip = folder.resolve("model.zip");
    network.save(zip);

    MultiLayerNetwork plain = MultiLayerNetwork.load(zip.toFile(), true);
    Dropout dropout =
        assertInstanceOf(
            Dropout.class, plain.getLayerWiseConfigurations().getConf(1).getLayer().getIDropout());
    assertEquals(0.75, dropout.getP());
    Tensor features = ExperimentFixture.xorBatch().features();
    float[] expected =
        plain.output(NdArrays.of(features, plain.params().dataType())).toFloatVector();
    double[] actual = network.predict(features, Optional.empty()).values();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i]);
    }

    // the network goes on with the shared masks, and so does the loaded one, in step
    Dl4jNetwork loaded = Dl4jNetwork.load(withDropout("float32"), zip);
    assertEquals(1, loaded.iteration());
    for (int step = 0; step < 3; step++) {
      assertEquals(
          network.train(ExperimentFixture.xorBatch()), loaded.train(ExperimentFixture.xorBatch()));
    }
    assertArrayEquals(
        network.parameters().get(0).get("W").values(),
        loaded.parameters().get(0).get("W").values());
  }

  @Test
  void aFileThatIsNoModelIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("model.zip"), "not a zip");
    IOException refusal =
        assertThrows(IOException.class, () -> Dl4jNetwork.load(withDropout("float32"), file));
    assertTrue(refusal.getMessage().contains("model.zip"), refusal.getMessage());
  }
}
