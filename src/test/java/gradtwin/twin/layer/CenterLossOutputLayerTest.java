package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.formula.Formula;
import gradtwin.twin.formula.Rounding;
import gradtwin.twin.formula.Term;
import gradtwin.twin.loss.CrossEntropy;
import gradtwin.twin.loss.Objective;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Three examples of two features, two classes, alpha = 1/2, lambda = 2. With W = 0 and b = 0 the
 * cross-entropy of each is log 2, whatever x is, and gives no delta:
 *
 * <pre>
 * x = (1 2)    y = (1 0)    C = (1 1)    x - c = (0  1)    squares 1 + 5 + 4 = 10
 *     (3 0)        (1 0)        (0 2)            (2 -1)
 *     (2 2)        (0 1)                         (2  0)
 *
 * loss = log 2 + 1/3 * 2/2 * 10    dx = 2/3 (x - c)
 * step of C = 1/2 ((0 + -2  -1 + 1) / (1 + 2)) = (-1/3  0)
 *             1/2 ((-2  0) / (1 + 1))            (-1/2  0)
 * </pre>
 */
class CenterLossOutputLayerTest {
  private static final double[] X = {1, 2, 3, 0, 2, 2};
  private static final Tensor Y =
      Tensor.matrix(new double[] {1, 0}, new double[] {1, 0}, new double[] {0, 1});
  private static final double[] DX = {0, 2 / 3.0, 4 / 3.0, -2 / 3.0, 4 / 3.0, 0};

  private final Parameter weights =
      new Parameter("W", Tensor.zeros(Shape.of(2, 2)), Parameter.Role.WEIGHT, Penalty.NONE);
  private final Parameter bias =
      new Parameter("b", Tensor.zeros(Shape.of(2)), Parameter.Role.BIAS, Penalty.NONE);
  private final Parameter centers =
      new Parameter(
          "cL",
          Tensor.matrix(new double[] {1, 1}, new double[] {0, 2}),
          Parameter.Role.STATISTIC,
          Penalty.NONE);
  private final CenterLossOutputLayer layer =
      new CenterLossOutputLayer(
          new ObjectiveLayer(
              new DenseLayer(weights, Optional.of(bias), new Identity()),
              Objective.of(new Softmax(), new CrossEntropy())),
          centers,
          0.5,
          2);

  @Test
  void byHand() {
    assertEquals(List.of(weights, bias, centers), layer.parameters());
    Tensor x = Tensor.of(Shape.of(3, 2), X);
    OutputLayer.LossPass pass = layer.forward(x, Y, Step.training(0));
    assertEquals(Math.log(2) + 10 / 3.0, pass.loss(), 1e-15);
    assertArrayEquals(new double[] {0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, pass.predictions().values());
    assertArrayEquals(DX, pass.backward().values(), 1e-15);
    assertArrayEquals(new double[] {-1 / 3.0, 0, -0.5, 0}, centers.gradient().values(), 1e-15);
    centers.gradient().fill(100);
    pass.backwardToParameters();
    assertArrayEquals(new double[] {-1 / 3.0, 0, -0.5, 0}, centers.gradient().values(), 1e-15);
  }

  /** The formula has the same loss and dx; in it the centres have the true gradient. */
  @Test
  void formulaByHand() {
    Formula formula = new Formula();
    Term x = formula.variable(Tensor.of(Shape.of(3, 2), X.clone()));
    Term loss = layer.formula(x, Y, Optional.empty(), Step.training(0));
    assertEquals(Math.log(2) + 10 / 3.0, loss.value().at(0), 1e-15);
    assertArrayEquals(DX, new Rounding(formula, loss).adjoints(x), 1e-15);
  }

  /** Images of one channel, one row and two columns are rows, and their deltas images again. */
  @Test
  void anImageIsOneRow() {
    Tensor x = Tensor.of(Shape.of(3, 1, 1, 2), X);
    Tensor dx = layer.forward(x, Y, Step.training(0)).backward();
    assertEquals(x.shape(), dx.shape());
    assertArrayEquals(DX, dx.values(), 1e-15);
  }

  /** Without labels there are no centres. */
  @Test
  void withoutLabels() {
    Layer.Pass pass = layer.forward(Tensor.of(Shape.of(3, 2), X), Step.PREDICTION);
    assertArrayEquals(new double[] {0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, pass.output().values());
    centers.gradient().fill(100);
    pass.backward(Y);
    assertArrayEquals(new double[4], centers.gradient().values());
    Term predictions =
        layer.formula(new Formula().variable(Tensor.of(Shape.of(3, 2), X)), Step.PREDICTION);
    assertArrayEquals(pass.output().values(), predictions.value().values());
  }

  /** 6 of x, 4 of W, 2 of b; the step of the centres is no gradient. */
  @Test
  void gradients() {
    weights.value().overwriteWith(Tensor.matrix(new double[] {0.5, -1}, new double[] {0.25, 0.75}));
    Batch batch = new Batch(Tensor.of(Shape.of(3, 2), X.clone()), Y);
    GradientCheck check = GradientCheck.network(new Network(List.of(), layer), batch);
    assertEquals(12, check.assertPasses().checked());
  }
}
