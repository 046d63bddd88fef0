package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Tanh;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.MeanSquaredError;
import gradtwin.twin.loss.Objective;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One number through tanh, squared error against 0. */
class RoughTwinTest {
  private static final Step STEP = Step.training(0);
  private static final Batch BATCH =
      new Batch(Tensor.matrix(new double[] {1}), Tensor.matrix(new double[] {0}));

  private static Network network(double z) {
    Parameter weights =
        new Parameter("W", Tensor.matrix(new double[] {z}), Parameter.Role.WEIGHT, Penalty.NONE);
    return new Network(
        List.of(new DenseLayer(weights, Optional.empty(), new Tanh())),
        new ObjectiveLayer(
            new ActivationLayer(new Identity()),
            Objective.of(new Identity(), new MeanSquaredError())));
  }

  /** The largest relative change of the gradient in eight tries. */
  private static double change(double z) {
    Network network = network(z);
    double right = network.backpropagate(BATCH, STEP).gradients().get(0).get("W").values()[0];
    double change = 0;
    for (int i = 0; i < 8; i++) {
      CounterRandom random = new CounterRandom(3, CounterRandom.Stream.WITNESS, i);
      Network rough = RoughTwin.of(network, Precision.FLOAT64, random);
      double off = rough.backpropagate(BATCH, STEP).gradients().get(0).get("W").values()[0];
      change = Math.max(change, Math.abs(off - right) / Math.abs(right));
    }
    return change;
  }

  @Test
  void awayFromSaturationAFewRoundingsChange() {
    double change = change(0.5);
    assertTrue(change > 1e-16 && change < 4e-15, "" + change);
  }

  /** 1 - tanh(15)^2 is 4 e^-30 = 3.7e-13, and a rounding of 2.2e-16 of y is 1.2e-3 of it. */
  @Test
  void whereTanhIsSaturatedDigitsAreLost() {
    double change = change(15);
    assertTrue(change > 5e-4 && change < 5e-3, "" + change);
  }

  @Test
  void thePiecesAndTheParametersAreTheSame() {
    Network network = network(0.5);
    CounterRandom random = new CounterRandom(3, CounterRandom.Stream.WITNESS);
    Network rough = RoughTwin.of(network, Precision.FLOAT32, random);
    assertEquals(network.surface(BATCH, STEP).piece(), rough.surface(BATCH, STEP).piece());
    assertArrayEquals(new double[] {0.5}, network.parameters().get(0).get(0).value().values());
    assertEquals(
        network.parameters().get(0).get(0).value(), rough.parameters().get(0).get(0).value());
  }
}
