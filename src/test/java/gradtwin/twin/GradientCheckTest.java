package gradtwin.twin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Elementwise;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Tanh;
import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.MeanSquaredError;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.Targets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check passes what is right, and catches and names what is wrong. */
class GradientCheckTest {
  private static final Tensor X =
      Tensor.matrix(new double[] {0.5, -1, 0.25}, new double[] {1.5, 0.75, -0.5});

  /** A dense layer 3 → 2 whose backward pass is spoiled. */
  private record Broken(DenseLayer right, UnaryOperator<Tensor> dx, Runnable afterwards)
      implements Layer {
    @Override
    public List<Parameter> parameters() {
      return right.parameters();
    }

    @Override
    public Term formula(Term x, Step step) {
      return right.formula(x, step);
    }

    @Override
    public Pass forward(Tensor x, Step step) {
      Pass pass = right.forward(x, step);
      return new Pass() {
        @Override
        public Tensor output() {
          return pass.output();
        }

        @Override
        public Tensor backward(Tensor dy) {
          Tensor result = dx.apply(pass.backward(dy));
          afterwards.run();
          return result;
        }
      };
    }
  }

  private final Parameter weights = parameter("W", Shape.of(3, 2), 1);
  private final Parameter bias = parameter("b", Shape.of(2), 2);
  private final DenseLayer right = new DenseLayer(weights, Optional.of(bias), new Tanh());

  private static Parameter parameter(String key, Shape shape, int which) {
    return new Parameter(
        key, GradientCheck.random(Tensor.zeros(shape), which), Parameter.Role.WEIGHT, Penalty.NONE);
  }

  /** Six elements of x, six of W, two of b. */
  @Test
  void rightLayerPassesInEveryElement() {
    GradientCheck check = GradientCheck.layer(right, X.copy()).assertPasses();
    assertEquals(14, check.checked());
    assertEquals(0, check.kinks());
  }

  @Test
  void parametersAndInputAreLeftAsTheyWere() {
    double[] before = weights.value().values().clone();
    Tensor x = X.copy();
    GradientCheck.layer(right, x).assertPasses();
    assertArrayEquals(before, weights.value().values());
    assertArrayEquals(X.values(), x.values());
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 1.01, 1 + 1e-6, 0, -1, Double.NaN})
  void scaledInputGradientIsCaught(double factor) {
    assertCaught(new Broken(right, dx -> dx.times(factor), () -> {}), "x[");
  }

  @Test
  void forgottenBiasIsCaught() {
    Runnable forget = () -> bias.gradient().overwriteWith(bias.gradient().zerosLike());
    assertCaught(new Broken(right, dx -> dx, forget), "layer 0 b[");
  }

  /** dW summed over the batch where the mean was wanted. */
  @Test
  void forgottenMeanIsCaught() {
    Runnable sum = () -> weights.gradient().overwriteWith(weights.gradient().times(X.rows()));
    assertCaught(new Broken(right, dx -> dx, sum), "layer 0 W[");
  }

  /** One element of one parameter, off by a millionth. */
  @Test
  void singleElementIsCaughtAndNamed() {
    Runnable spoil = () -> weights.gradient().values()[3] *= 1 + 1e-6;
    assertCaught(new Broken(right, dx -> dx, spoil), "layer 0 W[1, 1]");
  }

  /** A derivative that belongs to another function. */
  @Test
  void wrongDerivativeIsCaught() {
    Elementwise wrong =
        new Elementwise() {
          @Override
          public double value(double z) {
            return Math.tanh(z);
          }

          @Override
          public Complex value(Complex z) {
            return z.tanh();
          }

          @Override
          public double derivative(double z, double y) {
            return y * (1 - y); // sigmoid's
          }
        };
    GradientCheck check = GradientCheck.activation(wrong, X.copy());
    assertTrue(assertThrows(AssertionError.class, check::assertPasses).getMessage().contains("x["));
  }

  /** The most common of all slips: the factor 2/(N outputs) of the mean squared error. */
  @Test
  void lossWithoutItsFactorIsCaught() {
    Loss right = new MeanSquaredError();
    Loss wrong =
        new Loss() {
          @Override
          public double value(Tensor predictions, Targets targets) {
            return right.value(predictions, targets);
          }

          @Override
          public Term formula(Term predictions, Targets targets) {
            return right.formula(predictions, targets);
          }

          @Override
          public Tensor gradient(Tensor predictions, Targets targets) {
            return right.gradient(predictions, targets).times(predictions.size() / 2.0);
          }
        };
    GradientCheck check = GradientCheck.loss(wrong, X.copy(), X.times(2));
    assertThrows(AssertionError.class, check::assertPasses);
  }

  /** Elements at a kink are skipped and counted, the others are compared. */
  @Test
  void kinksAreSkippedAndCounted() {
    Tensor x = Tensor.matrix(new double[] {0, 1, -1}, new double[] {1e-4, 0, 2});
    GradientCheck check = GradientCheck.activation(new Relu(), x).assertPasses();
    assertEquals(3, check.kinks());
    assertEquals(3, check.checked());
  }

  @Test
  void nothingComparedIsAFailure() {
    GradientCheck kinks = GradientCheck.activation(new Relu(), Tensor.zeros(Shape.of(2, 3)));
    assertEquals(6, kinks.kinks());
    assertEquals(
        "nothing was compared: 6 elements lie at kinks",
        assertThrows(AssertionError.class, kinks::assertPasses).getMessage());
    GradientCheck empty = GradientCheck.activation(new Tanh(), Tensor.zeros(Shape.of(0, 3)));
    assertThrows(AssertionError.class, empty::assertPasses);
  }

  @Test
  void wholeNetworkIsChecked() {
    Network network =
        new Network(
            List.of(right),
            new ObjectiveLayer(
                new DenseLayer(parameter("W", Shape.of(2, 1), 3), Optional.empty(), new Identity()),
                Objective.of(new Sigmoid(), new MeanSquaredError())));
    Batch batch = new Batch(X.copy(), Tensor.matrix(new double[] {1}, new double[] {0}));
    // x, then W and b of the first layer, then W of the second
    assertEquals(6 + 8 + 2, GradientCheck.network(network, batch).assertPasses().checked());
  }

  private static void assertCaught(Layer broken, String element) {
    GradientCheck check = GradientCheck.layer(broken, X.copy());
    String message = assertThrows(AssertionError.class, check::assertPasses).getMessage();
    assertTrue(message.startsWith(element), message);
  }
}
