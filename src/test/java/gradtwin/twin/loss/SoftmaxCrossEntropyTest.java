package gradtwin.twin.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.activation.Softmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SoftmaxCrossEntropyTest {
  private static final Objective FUSED = Objective.of(new Softmax(), new CrossEntropy());
  private static final Objective COMPOSED =
      new ComposedObjective(new Softmax(), new CrossEntropy());

  /** exp gives (1, 2, 3) and (1, 1, 2): p is (1/6 1/3 1/2) and (1/4 1/4 1/2). */
  private static final Tensor Z =
      Tensor.matrix(
          new double[] {0, Math.log(2), Math.log(3)}, new double[] {5, 5, 5 + Math.log(2)});

  private static final Tensor ONE_HOT =
      Tensor.matrix(new double[] {0, 1, 0}, new double[] {1, 0, 0});

  /** Rows that sum to 1 (softly), to 3, and to 0. */
  private static final Tensor SOFT =
      Tensor.matrix(new double[] {0.25, 0.5, 0.25}, new double[] {2, 0, 1}, new double[3]);

  /** Some roundings of numbers near 1. */
  private static final double ROUNDINGS = 8 * Math.ulp(1.0);

  /**
   *
   *
   * <pre>
   * L  = (-log 1/3 - log 1/4) / 2 = log 12 / 2
   * dz = 1/2 (p - y) = 1/2 ( 1/6 -2/3 1/2)
   *                        (-3/4  1/4 1/2)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void byHand(Evaluation evaluation) {
    Objective objective = evaluation.of(FUSED);
    Objective.Pass pass = objective.forward(Z, ONE_HOT);
    assertInstanceOf(SoftmaxCrossEntropy.class, FUSED);
    assertEquals(Math.log(12) / 2, pass.loss(), ROUNDINGS);
    assertArrayEquals(
        new double[] {1 / 6.0, 1 / 3.0, 1 / 2.0, 1 / 4.0, 1 / 4.0, 1 / 2.0},
        pass.predictions().values(),
        ROUNDINGS);
    assertArrayEquals(
        new double[] {1 / 12.0, -1 / 3.0, 1 / 4.0, -3 / 8.0, 1 / 8.0, 1 / 4.0},
        pass.backward().values(),
        ROUNDINGS);
  }

  /**
   * Labels 2, 0, 1 and p = (1/4 1/4 1/2): dz = 3 p - y = (-5/4 3/4 1/2). The familiar p - y would
   * be (-7/4 1/4 -1/2).
   */
  @ParameterizedTest
  @EnumSource
  void labelsThatDoNotSumToOne(Evaluation evaluation) {
    Objective objective = evaluation.of(FUSED);
    Tensor z = Z.rowsCopied(1, 2);
    Tensor y = SOFT.rowsCopied(1, 2);
    Objective.Pass pass = objective.forward(z, y);
    assertEquals(2 * Math.log(4) + Math.log(2), pass.loss(), 4 * ROUNDINGS);
    assertArrayEquals(new double[] {-1.25, 0.75, 0.5}, pass.backward().values(), ROUNDINGS);
  }

  @Test
  void gradient() {
    assertEquals(6, GradientCheck.objective(FUSED, Z.copy(), ONE_HOT).assertPasses().checked());
    Tensor z = GradientCheck.random(Tensor.zeros(Shape.of(3, 3)), 1);
    assertEquals(9, GradientCheck.objective(FUSED, z, SOFT).assertPasses().checked());
  }

  @Test
  void equalsTheCompositionWhereThatIsSafe() {
    Tensor z = GradientCheck.random(Tensor.zeros(Shape.of(3, 3)), 2).times(3);
    Objective.Pass fused = FUSED.forward(z, SOFT);
    Objective.Pass composed = COMPOSED.forward(z, SOFT);
    assertEquals(composed.loss(), fused.loss(), 8 * ROUNDINGS);
    assertArrayEquals(composed.predictions().values(), fused.predictions().values());
    assertArrayEquals(composed.backward().values(), fused.backward().values(), ROUNDINGS);
  }

  /** The composition would give infinity here, and NaN on the way back. */
  @ParameterizedTest
  @EnumSource
  void staysFiniteWhereTheCompositionDoesNot(Evaluation evaluation) {
    Objective objective = evaluation.of(FUSED);
    Tensor z =
        Tensor.matrix(
            new double[] {1000, -1000}, new double[] {-1000, 1000}, new double[] {0, 300});
    Tensor y = Tensor.matrix(new double[] {0, 1}, new double[] {0, 1}, new double[] {1, 0});
    Objective.Pass pass = objective.forward(z, y);
    assertEquals((2000 + 0 + 300) / 3.0, pass.loss(), 1e-12); // two roundings of 2300
    assertArrayEquals(
        new double[] {1 / 3.0, -1 / 3.0, 0, 0, -1 / 3.0, 1 / 3.0},
        pass.backward().values(),
        ROUNDINGS);
    assertEquals(Double.POSITIVE_INFINITY, COMPOSED.forward(z, y).loss());
  }

  @Test
  void nanReachesTheLoss() {
    Tensor z = Tensor.matrix(new double[] {Double.NaN, 0, 0}, new double[] {0, 0, 0});
    Objective.Pass pass = FUSED.forward(z, ONE_HOT);
    assertTrue(Double.isNaN(pass.loss()));
    assertTrue(Double.isNaN(pass.backward().at(0, 1)));
    assertEquals(1 / 6.0, pass.backward().at(1, 1), ROUNDINGS);
    assertTrue(Double.isNaN(Evaluation.FORMULA.of(FUSED).forward(z, ONE_HOT).loss()));
  }

  @Test
  void refusesLabelsOfAnotherShape() {
    Tensor labels = Tensor.zeros(Shape.of(3, 2));
    assertThrows(IllegalArgumentException.class, () -> FUSED.forward(Z, labels));
  }
}
