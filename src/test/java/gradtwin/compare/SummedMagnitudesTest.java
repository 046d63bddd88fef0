package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummedMagnitudesTest {
  /**
   * One linear output, W = [0; 0], b = 0, squared error. Examples x = [1 2] with label 3 and [1 4]
   * with label -3: dL/do of the two, taken in the mean of both, is -3 and 3.
   *
   * <pre>
   * shares of dW  -3 [1 2] and 3 [1 4]: sum [0 6], magnitudes [6 18]
   * shares of db  -3 and 3: sum 0, magnitude 6
   * </pre>
   */
  @Test
  void magnitudesByHand() {
    Network network =
        ExperimentFixture.xor(
                "float64",
                "sgd",
                "{type: output, units: 1, initializer: zeros, activation: identity,"
                    + " loss: meanSquaredError}")
            .toTwin();
    Batch batch =
        new Batch(
            Tensor.matrix(new double[] {1, 2}, new double[] {1, 4}),
            Tensor.matrix(new double[] {3}, new double[] {-3}));
    SummedMagnitudes summed =
        new SummedMagnitudes(network, List.of(batch, batch), Step.training(0));

    assertEquals(18, summed.of(1, 0, "W"));
    assertEquals(6, summed.of(0, 0, "b"));
    Tensor gradient = network.backpropagate(batch, Step.training(0)).gradients().get(0).get("b");
    assertEquals(0, gradient.at(0)); // nothing is left of it
  }

  /** Seed 10 leaves 1/45 of what is summed to the bias gradient: float32 shows 8e-6 of that. */
  @Test
  void aGradientThatNearlyCancelsIsNoDeviation() {
    for (int seed = 1; seed <= 40; seed++) {
      Agreement agreement =
          Comparison.run(
                  ExperimentFixture.read(
                      """
                      name: fixture
                      seed: %d
                      precision: float32
                      data: {source: xor, batchSize: 4}
                      network:
                        layers:
                          - {type: output, units: 1, activation: sigmoid, loss: meanSquaredError}
                      training: {optimizer: sgd}
                      comparison: {witnessElements: 3}
                      """
                          .formatted(seed)),
                  ExperimentFixture.examples(ExperimentFixture.xorBatch()),
                  Optional.empty())
              .agreement();
      assertEquals(Verdict.AGREE, agreement.verdict(), seed + ": " + agreement.sentence());
    }
  }

  /**
   * A batch normalization takes away the bias before it, whose gradient is 0 but for rounding.
   * Alone, each example would pass no gradient through it at all: the shares are those in the whole
   * batch.
   */
  @Test
  void layersThatNormalizeOverTheBatchSeeAllOfIt() {
    for (String precision : List.of("float64", "float32")) {
      Experiment experiment =
          ExperimentFixture.xor(
              precision,
              "sgd",
              "{type: dense, units: 3}",
              "{type: batchNormalization}",
              "{type: activation, activation: tanh}",
              "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}");
      Agreement agreement =
          Comparison.run(
                  experiment,
                  ExperimentFixture.examples(ExperimentFixture.xorBatch()),
                  Optional.empty())
              .agreement();
      assertEquals(Verdict.AGREE, agreement.verdict(), agreement.sentence());
      assertTrue(agreement.sentence().contains("examples cancel"), agreement.sentence());

      Network network = experiment.toTwin();
      SummedMagnitudes summed =
          new SummedMagnitudes(network, List.of(ExperimentFixture.xorBatch()), Step.training(0));
      assertTrue(summed.of(0, 0, "b") > 1e-3, "what cancels is no rounding itself");
    }
  }
}
