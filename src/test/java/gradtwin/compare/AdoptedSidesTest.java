package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.MeanSquaredError;
import gradtwin.twin.loss.Objective;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * One example x = [1 1], W = [1 1e-9; 1 0], relu, squared error against 0: the pre-activations are
 * 2 and 1e-9, and float32 cannot tell the second from 0.
 */
class AdoptedSidesTest {
  private static final Step STEP = Step.training(0);
  private static final Batch BATCH =
      new Batch(Tensor.matrix(new double[] {1, 1}), Tensor.matrix(new double[] {-1, -1}));
  private static final AdoptedSides SIDES = new AdoptedSides(Precision.FLOAT32.unitRoundoff());

  private static Network network() {
    Parameter weights =
        new Parameter(
            "W",
            Tensor.matrix(new double[] {1, 1e-9}, new double[] {1, 0}),
            Parameter.Role.WEIGHT,
            Penalty.NONE);
    return new Network(
        List.of(new DenseLayer(weights, Optional.empty(), new Relu())),
        new ObjectiveLayer(
            new ActivationLayer(new Identity()),
            Objective.of(new Identity(), new MeanSquaredError())));
  }

  /** dL/do = 2/2 (o + 1) = [3 1+1e-9], times the derivative of relu. */
  private static double[] gradientWhenDl4jSays(double second) {
    Network network =
        SIDES.in(network(), List.of(Tensor.matrix(new double[] {2, second}), BATCH.labels()));
    Backpropagation pass = network.backpropagate(BATCH, STEP);
    return pass.gradients().get(0).get("W").values();
  }

  @Test
  void theAmbiguousUnitIsCounted() {
    assertEquals(1, SIDES.count(network(), BATCH, STEP));
    assertEquals(
        0, new AdoptedSides(Precision.FLOAT64.unitRoundoff()).count(network(), BATCH, STEP));
  }

  @Test
  void dl4jsSideIsTaken() {
    assertArrayEquals(new double[] {3, 1 + 1e-9, 3, 1 + 1e-9}, gradientWhenDl4jSays(1e-9), 1e-15);
    assertArrayEquals(new double[] {3, 0, 3, 0}, gradientWhenDl4jSays(0), 1e-15);
  }

  @Test
  void aUnitAwayFromTheKinkIsNotArguedAbout() {
    Network network =
        SIDES.in(network(), List.of(Tensor.matrix(new double[] {0, 1e-9}), BATCH.labels()));
    double[] gradient = network.backpropagate(BATCH, STEP).gradients().get(0).get("W").values();
    assertEquals(3, gradient[0], 1e-15); // DL4J's 0 in place of 2 is an error, not a side
  }
}
