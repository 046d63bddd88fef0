package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.loss.CrossEntropy;
import gradtwin.twin.loss.MeanAbsoluteError;
import gradtwin.twin.loss.MeanSquaredError;
import gradtwin.twin.loss.Objective;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * One neuron over two features, without bias, relu and the squared error:
 *
 * <pre>
 * x = (1 2)    W = (3)    z = x W = (1)     o = (1)    y = (3)
 *     (4 1)        (-1)             (11)        (11)       (5)
 *
 * L = ((1 - 3)² + (11 - 5)²) / 2 = (4 + 36) / 2 = 20
 * dz = 2/2 (o - y) = (-2 6)ᵀ
 * dW = xᵀ dz = (-2 + 24  -4 + 6)ᵀ = (22 2)ᵀ
 * dx = dz Wᵀ = (-6 2) and (18 -6)
 * </pre>
 */
class ObjectiveLayerTest {
  private static final Tensor X = Tensor.matrix(new double[] {1, 2}, new double[] {4, 1});
  private static final Tensor Y = Tensor.matrix(new double[] {3}, new double[] {5});

  private final Parameter weights =
      new Parameter(
          "W",
          Tensor.matrix(new double[] {3}, new double[] {-1}),
          Parameter.Role.WEIGHT,
          Penalty.NONE);
  private final ObjectiveLayer layer =
      new ObjectiveLayer(
          new DenseLayer(weights, Optional.empty(), new Identity()),
          Objective.of(new Relu(), new MeanSquaredError()));

  /** Steps that are not there are predicted like any others: x W + b at each, with b = 0.5. */
  @Test
  void predictsAtMaskedStepsToo() {
    Parameter bias = new Parameter("b", Tensor.vector(0.5), Parameter.Role.BIAS, Penalty.NONE);
    ObjectiveLayer biased =
        new ObjectiveLayer(
            new DenseLayer(weights, Optional.of(bias), new Identity()),
            Objective.of(new Identity(), new MeanSquaredError()));
    Tensor steps = Tensor.of(Shape.of(1, 2, 2), new double[] {1, 4, 2, 1});
    Optional<Tensor> mask = Optional.of(Tensor.matrix(new double[] {1, 0}));
    Step masked = Step.training(0).withMask(mask);
    double[] expected = {1.5, 11.5};

    assertArrayEquals(expected, biased.forward(steps, masked).output().values());
    Tensor labels = Tensor.of(Shape.of(1, 1, 2), new double[] {0.5, 7});
    OutputLayer.LossPass pass = biased.forward(steps, labels, mask, masked);
    assertArrayEquals(expected, pass.predictions().values());
    assertEquals(1, pass.loss());
    assertArrayEquals(new double[] {6, 0, -2, 0}, pass.backward().values());
  }

  @Test
  void byHand() {
    OutputLayer.LossPass pass = layer.forward(X, Y, Step.training(0));
    assertEquals(20, pass.loss());
    assertArrayEquals(new double[] {1, 11}, pass.predictions().values());
    assertArrayEquals(new double[] {-6, 2, 18, -6}, pass.backward().values());
    assertArrayEquals(new double[] {22, 2}, weights.gradient().values());
  }

  @Test
  void sparingDxLeavesTheSameGradients() {
    layer.forward(X, Y, Step.training(0)).backwardToParameters();
    assertArrayEquals(new double[] {22, 2}, weights.gradient().values());
  }

  /** Only the labels' mask says what counts: a step that is not there has a prediction. */
  @Test
  void aMissingStepIsPredicted() {
    Tensor sequence = Tensor.of(Shape.of(1, 2, 2), new double[] {1, 3, 2, 4});
    Tensor mask = Tensor.matrix(new double[] {1, 0});
    Step step = Step.training(0).withMask(Optional.of(mask));
    Tensor all = layer.forward(sequence, Step.training(0)).output();
    assertArrayEquals(all.values(), layer.forward(sequence, step).output().values());
    Tensor labels = all.zerosLike();
    OutputLayer.LossPass pass = layer.forward(sequence, labels, Optional.of(mask), step);
    assertArrayEquals(all.values(), pass.predictions().values());
    assertNotEquals(0, all.values()[1]);
  }

  /** Without labels the output is the predictions, and the way back starts at their gradient. */
  @Test
  void withoutLabels() {
    Layer.Pass pass = layer.forward(X, Step.PREDICTION);
    assertArrayEquals(new double[] {1, 11}, pass.output().values());
    Tensor dy = Tensor.matrix(new double[] {-2}, new double[] {6});
    assertArrayEquals(new double[] {-6, 2, 18, -6}, pass.backward(dy).values());
  }

  /** DL4J's LossLayer: nothing but activation and loss. */
  @Test
  void withoutProjection() {
    OutputLayer bare =
        new ObjectiveLayer(
            new ActivationLayer(new Identity()), Objective.of(new Softmax(), new CrossEntropy()));
    assertEquals(List.of(), bare.parameters());
    Tensor labels = Tensor.matrix(new double[] {1, 0}, new double[] {0, 1});
    Network network = new Network(List.of(), bare);
    assertEquals(
        4, GradientCheck.network(network, new Batch(X.copy(), labels)).assertPasses().checked());
  }

  /** The pieces of activation and loss both count: relu's kink, and the error's. */
  @Test
  void tellsThePieceOfItsObjective() {
    OutputLayer absolute =
        new ObjectiveLayer(layer.projection(), Objective.of(new Relu(), new MeanAbsoluteError()));
    int piece = absolute.forward(X, Y, Step.training(0)).piece();
    assertNotEquals(piece, absolute.forward(X, Y.times(0), Step.training(0)).piece());
    assertNotEquals(piece, absolute.forward(X.times(-1), Y, Step.training(0)).piece());
  }

  /** A projection may have kinks of its own. */
  @Test
  void tellsThePieceOfItsProjection() {
    OutputLayer hinged =
        new ObjectiveLayer(
            new DenseLayer(weights, Optional.empty(), new Relu()),
            Objective.of(new Identity(), new MeanSquaredError()));
    assertNotEquals(
        hinged.forward(X, Y, Step.training(0)).piece(),
        hinged.forward(X.times(-1), Y, Step.training(0)).piece());
  }

  /** Four elements of x, two of W. */
  @Test
  void gradients() {
    Network network = new Network(List.of(), layer);
    assertEquals(
        6, GradientCheck.network(network, new Batch(X.copy(), Y)).assertPasses().checked());
  }
}
