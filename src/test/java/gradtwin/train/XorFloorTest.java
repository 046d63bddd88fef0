package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Batch;
import org.junit.jupiter.api.Test;

class XorFloorTest {
  private static final String OUTPUT =
      "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}";

  private static boolean applies(String... layers) {
    return XorFloor.appliesTo(ExperimentFixture.xor("float64", "sgd", layers));
  }

  @Test
  void aSingleLayerHasTheFloor() {
    assertTrue(applies(OUTPUT));
    assertTrue(applies("{type: output, units: 2, activation: softmax, loss: meanSquaredError}"));
  }

  @Test
  void linearLayersBelowItChangeNothing() {
    assertTrue(
        applies(
            "{type: dense, units: 5}",
            "{type: dropout, rate: 0.1}",
            "{type: activation, activation: identity}",
            OUTPUT));
  }

  @Test
  void aNonLinearLayerMendsIt() {
    assertFalse(applies("{type: dense, units: 5, activation: tanh}", OUTPUT));
    assertFalse(applies("{type: dense, units: 5}", "{type: activation, activation: relu}", OUTPUT));
  }

  @Test
  void fewerThanFourRowsCanBeLearned() {
    Experiment experiment =
        ExperimentFixture.read(
            """
            name: fixture
            data: {source: xor, validationFraction: 0.3}
            network:
              layers:
                - {type: output, units: 1, activation: sigmoid, loss: meanSquaredError}
            training: {optimizer: sgd}
            """);

    assertFalse(XorFloor.appliesTo(experiment));
  }

  @Test
  void anotherLossHasAnotherFloor() {
    assertFalse(applies("{type: output, units: 1, activation: sigmoid, loss: binaryCrossEntropy}"));
  }

  @Test
  void theFloorIsTheLossAtZeroAndNoPointNearItIsLower() {
    Experiment experiment =
        ExperimentFixture.xor(
            "float64",
            "sgd",
            "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError,"
                + " initializer: zeros}");
    var network = experiment.toTwin();
    Batch xor = ExperimentFixture.xorBatch();
    double[] weights = network.parameters().get(0).get(0).value().values();
    double[] bias = network.parameters().get(0).get(1).value().values();
    assertEquals(XorFloor.LOSS, network.evaluate(xor).loss());

    int tried = 0;
    for (double first = -8; first <= 8; first += 0.5) {
      for (double second = -8; second <= 8; second += 0.5) {
        for (double offset = -8; offset <= 8; offset += 0.5) {
          weights[0] = first;
          weights[1] = second;
          bias[0] = offset;
          tried++;
          assertTrue(network.evaluate(xor).loss() >= XorFloor.LOSS);
        }
      }
    }
    assertEquals(33 * 33 * 33, tried);
  }
}
