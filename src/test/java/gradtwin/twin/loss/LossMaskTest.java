package gradtwin.twin.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Network;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.ObjectiveLayer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every objective under masks of examples and of outputs, and with weights of outputs. */
class LossMaskTest {
  private static final double ROUNDINGS = 8 * Math.ulp(1.0);
  private static final Tensor Z =
      Tensor.matrix(
          new double[] {0.5, 0.25, 0.75},
          new double[] {0.125, 1.5, 0.75},
          new double[] {1.25, 0.625, 0.375});
  private static final Tensor Y =
      Tensor.matrix(new double[] {0, 1, 0}, new double[] {1, 0, 0}, new double[] {0, 1, 0});
  private static final Tensor EXAMPLES =
      Tensor.matrix(new double[] {1}, new double[] {0}, new double[] {0.25});
  private static final Tensor OUTPUTS =
      Tensor.matrix(new double[] {1, 0, 0.5}, new double[] {0, 0.25, 1}, new double[] {0.75, 1, 0});

  static Stream<Objective> ofSingleOutputs() {
    return Stream.of(
        Objective.of(new Softmax(), new CrossEntropy()),
        Objective.of(new Sigmoid(), new BinaryCrossEntropy()),
        Objective.of(new Softmax(), new MeanSquaredError()),
        Objective.of(new Identity(), new SquaredError()),
        Objective.of(new Identity(), new AbsoluteError()),
        Objective.of(new Identity(), new MeanAbsoluteError()),
        Objective.of(new Identity(), new Hinge()),
        Objective.of(new Identity(), new SquaredHinge()),
        Objective.of(new Softmax(), new KullbackLeiblerDivergence()),
        Objective.of(new Identity(), new MeanSquaredLogarithmicError()),
        Objective.of(new Identity(), new Poisson()),
        Objective.of(new Identity(), new Wasserstein()));
  }

  static Stream<Objective> ofRows() {
    return Stream.of(
        Objective.of(new Softmax(), new CosineProximity()),
        Objective.of(new Sigmoid(), new MultiLabel()));
  }

  static Stream<Objective> all() {
    return Stream.concat(ofSingleOutputs(), ofRows());
  }

  private static void checkGradient(Objective objective, Tensor mask) {
    Network network =
        new Network(List.of(), new ObjectiveLayer(new ActivationLayer(new Identity()), objective));
    Batch batch = new Batch(Z.copy(), Y, Optional.empty(), Optional.of(mask));
    assertEquals(9, GradientCheck.network(network, batch).assertPasses().checked());
    checkFormula(objective, Z, Targets.of(Y, Optional.of(mask)));
  }

  private static void checkFormula(Objective objective, Tensor z, Targets targets) {
    Objective.Pass pass = objective.forward(z, targets);
    Objective.Pass formula = Evaluation.FORMULA.of(objective).forward(z, targets);
    assertEquals(pass.loss(), formula.loss(), ROUNDINGS * Math.max(1, Math.abs(pass.loss())));
    assertArrayEquals(pass.backward().values(), formula.backward().values(), ROUNDINGS);
  }

  private static double loss(Objective objective, int example) {
    return objective
        .forward(Z.rowsCopied(example, example + 1), Y.rowsCopied(example, example + 1))
        .loss();
  }

  /** The divisor stays the number of all examples. */
  @ParameterizedTest
  @MethodSource("all")
  void examplesCountSoMuch(Objective objective) {
    double masked = objective.forward(Z, Targets.of(Y, Optional.of(EXAMPLES))).loss();
    double expected = (loss(objective, 0) + 0.25 * loss(objective, 2)) / 3;
    assertEquals(expected, masked, ROUNDINGS * Math.max(1, Math.abs(expected)));
    checkGradient(objective, EXAMPLES);
  }

  @ParameterizedTest
  @MethodSource("ofSingleOutputs")
  void outputsCountSoMuch(Objective objective) {
    checkGradient(objective, OUTPUTS);
  }

  @ParameterizedTest
  @MethodSource("ofRows")
  void outputsOfARowThatAreTakenTogetherCannotBeMaskedAlone(Objective objective) {
    Targets targets = Targets.of(Y, Optional.of(OUTPUTS));
    String message =
        assertThrows(IllegalArgumentException.class, () -> objective.forward(Z, targets).backward())
            .getMessage();
    assertTrue(message.startsWith("expected a mask with one number per row"), message);
  }

  /** A weight of an output is a mask that is the same in each row. */
  @ParameterizedTest
  @MethodSource("ofSingleOutputs")
  void weightsOfOutputsAreAMask(Objective objective) {
    Objective weighted =
        Objective.of(
            objective.activation(), new WeightedLoss(objective.loss(), new double[] {2, 0.5, 0}));
    Tensor mask =
        Tensor.matrix(new double[] {2, 0.5, 0}, new double[] {2, 0.5, 0}, new double[] {2, 0.5, 0});
    Targets masked = Targets.of(Y, Optional.of(mask));
    assertEquals(objective.forward(Z, masked).loss(), weighted.forward(Z, Y).loss(), ROUNDINGS);
    assertEquals(9, GradientCheck.objective(weighted, Z.copy(), Y).assertPasses().checked());
    checkGradient(weighted, EXAMPLES);
  }

  /** Of the F-measure and of a mixture, whose labels have other shapes. */
  @Test
  void otherShapes() {
    Tensor p = Tensor.matrix(new double[] {0.75}, new double[] {0.5}, new double[] {0.25});
    Tensor y = Tensor.matrix(new double[] {1}, new double[] {1}, new double[] {0});
    checkGradient(new FMeasure(2), p, y);
    Tensor parameters =
        Tensor.matrix(
            new double[] {0.5, 0.25, 1}, new double[] {0, -0.5, 2}, new double[] {1, 0.125, 0});
    checkGradient(new MixtureDensity(1), parameters, y);
  }

  private static void checkGradient(Loss loss, Tensor o, Tensor y) {
    Objective objective = Objective.of(new Identity(), loss);
    Network network =
        new Network(List.of(), new ObjectiveLayer(new ActivationLayer(new Identity()), objective));
    Batch batch = new Batch(o, y, Optional.empty(), Optional.of(EXAMPLES));
    GradientCheck.network(network, batch).assertPasses();
    checkFormula(objective, o, Targets.of(y, Optional.of(EXAMPLES)));
  }
}
