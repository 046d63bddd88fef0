package gradtwin.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.ExperimentFixture;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Dl4jFunctionsTest {
  private static final double ROUNDING = 1e-15;

  private final Experiment experiment =
      ExperimentFixture.xor(
          "float64",
          "{type: sgd, learningRate: 0.1}",
          "{type: dense, units: 3, activation: tanh}",
          "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}");
  private final Dl4jNetwork network = Dl4jNetwork.create(experiment);
  private final Batch batch = ExperimentFixture.xorBatch();

  @Test
  void whatGoesIntoAFunctionIsWhatItsOutputCameOutOf() {
    Backpropagation pass = network.backpropagate(batch);

    Map<Integer, Tensor> before = network.preActivations(batch, List.of(0, 1));

    for (int i = 0; i < 12; i++) {
      assertEquals(
          pass.activations().get(0).values()[i], Math.tanh(before.get(0).values()[i]), ROUNDING);
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(
          pass.activations().get(1).values()[i],
          1 / (1 + Math.exp(-before.get(1).values()[i])),
          ROUNDING);
    }
  }

  @Test
  void askingChangesNothing() {
    Backpropagation first = network.backpropagate(batch);
    network.preActivations(batch, List.of(0, 1));
    Backpropagation second = network.backpropagate(batch);

    assertEquals(first.loss(), second.loss());
    for (int layer = 0; layer < 2; layer++) {
      assertArrayEquals(
          first.activations().get(layer).values(), second.activations().get(layer).values());
      assertArrayEquals(
          first.gradients().get(layer).get("W").values(),
          second.gradients().get(layer).get("W").values());
    }
  }

  /** tanh's slope at atanh(1/2) is 3/4. */
  @Test
  void theWayBackThroughAFunction() {
    Tensor z = Tensor.matrix(new double[] {0, 0.5 * Math.log(3), -0.5 * Math.log(3)});
    Tensor dy = Tensor.matrix(new double[] {2, 4, -8});

    Tensor dz = new Dl4jFunctions(network).backward(0, z, dy);

    assertArrayEquals(new double[] {2, 3, -6}, dz.values(), ROUNDING);
  }

  /** At z = 0 every output is 1/2: each loss is 1/4, and dz = 2/4 (1/2 - label) 1/4. */
  @Test
  void theLossAndTheWayBackFromIt() {
    Tensor z = Tensor.matrix(new double[1], new double[1], new double[1], new double[1]);
    Dl4jFunctions functions = new Dl4jFunctions(network);

    assertArrayEquals(
        new double[] {.25, .25, .25, .25}, functions.losses(z, batch).values(), ROUNDING);
    assertArrayEquals(
        new double[] {.0625, -.0625, -.0625, .0625},
        functions.lossGradient(z, batch).values(),
        ROUNDING);
  }
}
