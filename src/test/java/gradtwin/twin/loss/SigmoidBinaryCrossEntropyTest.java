package gradtwin.twin.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.activation.Sigmoid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SigmoidBinaryCrossEntropyTest {
  private static final Objective FUSED = Objective.of(new Sigmoid(), new BinaryCrossEntropy());
  private static final Objective COMPOSED =
      new ComposedObjective(new Sigmoid(), new BinaryCrossEntropy());

  /** The outputs are (1/2 3/4 1/4) and (3/4 1/2 1/2). */
  private static final Tensor Z =
      Tensor.matrix(
          new double[] {0, Math.log(3), -Math.log(3)}, new double[] {Math.log(3), 0, -0.0});

  private static final Tensor Y = Tensor.matrix(new double[] {1, 0, 0}, new double[] {1, 1, 0});

  /** Some roundings of numbers near 2. */
  private static final double ROUNDINGS = 8 * Math.ulp(2.0);

  /**
   * The labels' probabilities are (1/2 1/4 3/4) and (3/4 1/2 1/2), so
   *
   * <pre>
   * L  = (log 2 + log 4 + log 4/3 + log 4/3 + log 2 + log 2) / 2 = (5 log 2 + 2 log 4/3) / 2
   * dz = 1/2 (o - y) = 1/2 (-1/2  3/4 1/4)
   *                        (-1/4 -1/2 1/2)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Objective objective = evaluation.of(FUSED);
    Objective.Pass pass = objective.forward(Z, Y);
    assertInstanceOf(SigmoidBinaryCrossEntropy.class, FUSED);
    assertEquals(2.5 * Math.log(2) + Math.log(4 / 3.0), pass.loss(), ROUNDINGS);
    assertArrayEquals(
        new double[] {0.5, 0.75, 0.25, 0.75, 0.5, 0.5}, pass.predictions().values(), ROUNDINGS);
    assertArrayEquals(
        new double[] {-0.25, 0.375, 0.125, -0.125, -0.25, 0.25},
        pass.backward().values(),
        ROUNDINGS);
  }

  @Test
  void gradient() {
    assertEquals(6, GradientCheck.objective(FUSED, Z.copy(), Y).assertPasses().checked());
    Tensor soft = Tensor.matrix(new double[] {0.3, 0.9, 0}, new double[] {0.1, 0.5, 1});
    assertEquals(6, GradientCheck.objective(FUSED, Z.copy(), soft).assertPasses().checked());
  }

  @Test
  void equalsTheCompositionWhereThatIsSafe() {
    Tensor z = GradientCheck.random(Tensor.zeros(Shape.of(2, 3)), 2).times(3);
    Objective.Pass fused = FUSED.forward(z, Y);
    Objective.Pass composed = COMPOSED.forward(z, Y);
    assertEquals(composed.loss(), fused.loss(), 8 * ROUNDINGS);
    assertArrayEquals(composed.predictions().values(), fused.predictions().values());
    assertArrayEquals(composed.backward().values(), fused.backward().values(), ROUNDINGS);
  }

  /** The composition would give infinity here, and NaN on the way back. */
  @ParameterizedTest
  @EnumSource
  void staysFiniteWhereTheCompositionDoesNot(Evaluation evaluation) {
    Objective objective = evaluation.of(FUSED);
    Tensor z = Tensor.matrix(new double[] {1000, -1000}, new double[] {300, -300});
    Tensor y = Tensor.matrix(new double[] {0, 1}, new double[] {1, 0});
    Objective.Pass pass = objective.forward(z, y);
    assertEquals((1000 + 1000 + 0 + 0) / 2.0, pass.loss(), 1e-12); // rounding of 2000
    assertArrayEquals(new double[] {0.5, -0.5, 0, 0}, pass.backward().values(), 1e-100);
    assertEquals(Double.POSITIVE_INFINITY, COMPOSED.forward(z, y).loss());
  }

  /** Neither may what is certain and right cost a rounding error: exp(-300) is the loss. */
  @ParameterizedTest
  @EnumSource
  void smallLossesKeepTheirDigits(Evaluation evaluation) {
    Objective objective = evaluation.of(FUSED);
    Objective.Pass pass =
        objective.forward(Tensor.matrix(new double[] {300}), Tensor.matrix(new double[] {1}));
    assertEquals(Math.exp(-300), pass.loss(), ROUNDINGS * Math.exp(-300));
  }

  @ParameterizedTest
  @EnumSource
  void nanReachesTheLoss(Evaluation evaluation) {
    Objective objective = evaluation.of(FUSED);
    Tensor z = Tensor.matrix(new double[] {Double.NaN, 0, 0}, new double[] {0, 0, 0});
    assertTrue(Double.isNaN(objective.forward(z, Y).loss()));
  }

  @Test
  void refusesLabelsOfAnotherShape() {
    Tensor labels = Tensor.zeros(Shape.of(3, 2));
    assertThrows(IllegalArgumentException.class, () -> FUSED.forward(Z, labels));
  }
}
