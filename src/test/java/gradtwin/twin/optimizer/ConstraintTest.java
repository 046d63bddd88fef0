package gradtwin.twin.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstraintTest {
  private static final double ROUNDING = 1e-15;

  /** The columns (3 4) and (0.6 0.8) have lengths 5 and 1. */
  private final Tensor weights = Tensor.matrix(new double[] {3, 0.6}, new double[] {4, 0.8});

  private void assertBecomes(Constraint constraint, double... expected) {
    constraint.apply(weights);
    assertArrayEquals(expected, weights.values(), ROUNDING);
  }

  @Test
  void maxNormShortensWhatIsTooLong() {
    assertBecomes(new Constraint.MaxNorm(2.5, List.of(0)), 1.5, 0.6, 2, 0.8);
  }

  /**
   * Along the other axis the vectors are the rows (3 0.6) and (4 0.8), of lengths sqrt(9.36), ...
   */
  @Test
  void axesSayWhatAVectorIs() {
    double first = 1 / Math.sqrt(9.36);
    double second = 1 / Math.sqrt(16.64);
    assertBecomes(
        new Constraint.UnitNorm(List.of(1)), 3 * first, 0.6 * first, 4 * second, 0.8 * second);
  }

  @Test
  void unitNormGivesLengthOne() {
    assertBecomes(new Constraint.UnitNorm(List.of(0)), 0.6, 0.6, 0.8, 0.8);
  }

  /** 5 comes down to 4, 1 up to 2. */
  @Test
  void minMaxNormBringsIntoTheRange() {
    assertBecomes(new Constraint.MinMaxNorm(2, 4, 1, List.of(0)), 2.4, 1.2, 3.2, 1.6);
  }

  /** Half of the way: 5 to 4.5, which is 0.9 of it, and 1 to 1.5. */
  @Test
  void minMaxNormGoesAPartOfTheWay() {
    assertBecomes(new Constraint.MinMaxNorm(2, 4, 0.5, List.of(0)), 2.7, 0.9, 3.6, 1.2);
  }

  @Test
  void whatHasNoDirectionStays() {
    for (Constraint constraint :
        List.of(
            new Constraint.UnitNorm(List.of(0)),
            new Constraint.MaxNorm(1, List.of(0)),
            new Constraint.MinMaxNorm(1, 2, 1, List.of(0)))) {
      Tensor zero = Tensor.vector(0, 0);
      constraint.apply(zero);
      assertArrayEquals(new double[] {0, 0}, zero.values());
    }
  }

  @Test
  void nonNegativeCutsOff() {
    Tensor values = Tensor.vector(-1, 0, 2);
    new Constraint.NonNegative().apply(values);
    assertArrayEquals(new double[] {0, 0, 2}, values.values());
  }

  /**
   * A kernel [2, 2, 1, 2]: along all axes but the first there are two vectors, of 4 numbers each.
   */
  @Test
  void severalAxesMakeOneVector() {
    Tensor kernel = Tensor.of(Shape.of(2, 2, 1, 2), new double[] {1, 1, 1, 1, 2, 2, 2, 2});
    new Constraint.UnitNorm(List.of(1, 2, 3)).apply(kernel);
    assertArrayEquals(
        new double[] {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, kernel.values(), ROUNDING);
  }

  /** Along the first and the last axis: elements 0 1 4 5 and 2 3 6 7. */
  @Test
  void axesNeedNotBeNeighbours() {
    Tensor kernel = Tensor.of(Shape.of(2, 2, 2), new double[] {1, 1, 3, 3, 1, 1, 3, 3});
    new Constraint.UnitNorm(List.of(0, 2)).apply(kernel);
    assertArrayEquals(
        new double[] {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, kernel.values(), ROUNDING);
  }
}
