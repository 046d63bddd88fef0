package gradtwin.twin.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormulaTest {
  private final Formula formula = new Formula();
  private final Term x = formula.variable(Tensor.vector(2, 3));
  private final Term y = formula.variable(Tensor.vector(5, 7));

  /** Values, and what moving a variable makes of the sum of 1, 10, 100 ... times the elements. */
  private void assertTerm(Term term, double[] values, Term moved, double slope, double... along) {
    assertArrayEquals(values, term.value().values(), 1e-15);
    assertEquals(slope, derivative(term, moved, along).value(), 1e-15 * Math.abs(slope));
  }

  private Formula.Derivative derivative(Term term, Term moved, double... along) {
    Tensor weights = Tensor.zeros(term.shape());
    for (int i = 0; i < weights.size(); i++) {
      weights.values()[i] = Math.pow(10, i);
    }
    return formula.derivative(term.times(weights).sum(), moved, along);
  }

  private static double[] values(double... values) {
    return values;
  }

  @Test
  void sumAndDifference() {
    assertTerm(x.plus(y), values(7, 10), x, 11, 1, 1);
    assertTerm(x.minus(y), values(-3, -4), y, -21, 1, 2);
    assertTerm(x.plus(x), values(4, 6), x, 2, 1, 0);
  }

  @Test
  void numbersAddedAndMultiplied() {
    assertTerm(x.plus(4), values(6, 7), x, 11, 1, 1);
    assertTerm(x.times(4), values(8, 12), x, 44, 1, 1);
    assertTerm(x.negated(), values(-2, -3), x, -11, 1, 1);
  }

  @Test
  void productAndQuotient() {
    assertTerm(x.times(y), values(10, 21), x, 5 + 70, 1, 1);
    assertTerm(x.times(y), values(10, 21), y, 2 + 30, 1, 1);
    assertTerm(x.square(), values(4, 9), x, 4 + 60, 1, 1);
    assertTerm(x.times(Tensor.vector(3, -1)), values(6, -3), x, 3 - 10, 1, 1);
    assertTerm(x.dividedBy(y), values(2 / 5., 3 / 7.), y, -2 / 25. - 30 / 49., 1, 1);
  }

  @Test
  void functions() {
    double e2 = Math.exp(2);
    assertTerm(x.exp(), values(e2, Math.exp(3)), x, e2, 1, 0);
    assertTerm(x.log(), values(Math.log(2), Math.log(3)), x, 1 / 2. + 10 / 3., 1, 1);
    assertTerm(x.sqrt(), values(Math.sqrt(2), Math.sqrt(3)), x, 1 / Math.sqrt(8), 1, 0);
    assertTerm(x.power(3), values(8, 27), x, 12 + 270, 1, 1);
    assertTerm(x.activated(Complex::square), values(4, 9), x, 4 + 60, 1, 1);
    assertTerm(x.square().root(2), values(2, 3), x, 1 + 10, 1, 1);
    assertTerm(x.power(3).root(3), values(2, 3), x, 1 + 10, 1, 1);
    assertTerm(x.plus(-2).root(2), values(0, 1), x, 5, 1, 1); // stands still at 0
    assertTerm(x.plus(-2.5).abs(), values(0.5, 0.5), x, -1 + 10, 1, 1);
    assertTerm(x.atLeast(2.5), values(2.5, 3), x, 10, 1, 1);
    assertTerm(x.atLeast(2), values(2, 3), x, 10, 1, 1); // stands still at the bound
    assertTerm(x.atMost(2.5), values(2, 2.5), x, 1, 1, 1);
  }

  private final Term matrix =
      formula.variable(Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6}));

  @Test
  void rearranged() {
    assertTerm(x.gathered(Shape.of(4), at -> at[0] - 2), values(0, 0, 2, 3), x, 1100, 1, 1);
    assertTerm(x.gathered(Shape.of(3), at -> at[0] % 2), values(2, 3, 2), x, 101, 1, 0);
    assertTerm(x.gathered(Shape.of(3), at -> at[0] - 1, -8), values(-8, 2, 3), x, 110, 1, 1);
    assertTerm(
        matrix.picked(Shape.of(2), at -> at[0] == 0 ? null : new int[] {1, 2}),
        values(0, 6),
        matrix,
        10,
        values(0, 0, 0, 0, 0, 1));
    assertTerm(matrix.permuted(1, 0), values(1, 4, 2, 5, 3, 6), matrix, 1e2, 0, 1, 0, 0, 0, 0);
    assertTerm(matrix.slice(1, 1, 3), values(2, 3, 5, 6), matrix, 100, 0, 0, 0, 0, 1, 0);
    assertTerm(matrix.at(0, 1), values(4, 5, 6), matrix, 100, 0, 0, 0, 0, 0, 1);
    assertTerm(x.along(Shape.of(2, 2), 1), values(2, 3, 2, 3), x, 1010, 0, 1);
    assertTerm(x.along(Shape.of(2, 2), 0), values(2, 2, 3, 3), x, 1100, 0, 1);
    assertEquals(Shape.of(3, 2), matrix.reshaped(Shape.of(3, 2)).shape());
    assertTerm(
        matrix.reshaped(Shape.of(6)), values(1, 2, 3, 4, 5, 6), matrix, 10, 0, 1, 0, 0, 0, 0);
  }

  @Test
  void putTogether() {
    Term right = matrix.slice(1, 0, 1);
    Term beside = Term.concatenated(1, List.of(matrix, right));
    assertEquals(Shape.of(2, 4), beside.shape());
    assertTerm(beside, values(1, 2, 3, 1, 4, 5, 6, 4), matrix, 1001, 1, 0, 0, 0, 0, 0);
    assertTerm(Term.stacked(1, List.of(x, y)), values(2, 5, 3, 7), y, 10 + 1000, 1, 1);
    assertTerm(Term.stacked(0, List.of(x, y)), values(2, 3, 5, 7), y, 100 + 1000, 1, 1);
  }

  @Test
  void matrixProduct() {
    Term column = y.reshaped(Shape.of(2, 1));
    Term row = x.reshaped(Shape.of(1, 2));
    assertTerm(row.product(column), values(31), x, 12, 1, 1);
    assertTerm(row.product(column), values(31), y, 5, 1, 1);
    assertTerm(column.product(row), values(10, 15, 14, 21), x, 10 * 5 + 1000 * 7, 0, 1);
    assertTerm(row.product(matrix), values(14, 19, 24), matrix, 2 + 300, 1, 0, 0, 0, 0, 1);
  }

  @Test
  void matrixProductsOfABatch() {
    Term rows = x.reshaped(Shape.of(2, 1, 1)); // (2) and (3)
    Term columns = matrix.reshaped(Shape.of(2, 1, 3)); // (1 2 3) and (4 5 6)
    Term products = rows.product(columns);
    assertEquals(Shape.of(2, 1, 3), products.shape());
    assertTerm(products, values(2, 4, 6, 12, 15, 18), x, 4e3 + 5e4 + 6e5, 0, 1);
    assertTerm(products, values(2, 4, 6, 12, 15, 18), matrix, 2 + 3e5, 1, 0, 0, 0, 0, 1);
  }

  @Test
  void reduced() {
    assertTerm(matrix.sum(0), values(5, 7, 9), matrix, 110, 0, 1, 1, 0, 0, 0);
    assertTerm(matrix.sum(1), values(6, 15), matrix, 11, 0, 1, 0, 0, 0, 1);
    assertTerm(matrix.sum(), values(21), matrix, 3, 1, 1, 0, 0, 0, 1);
    assertTerm(matrix.mean(1), values(2, 5), matrix, 10 / 3., 0, 0, 0, 1, 0, 0);
    assertTerm(matrix.largest(0), values(4, 5, 6), matrix, 10, 1, 1, 1, 0, 1, 0);
    assertTerm(matrix.negated().largest(1), values(-1, -4), matrix, -10, 0, 0, 0, 1, 1, 1);
  }

  @Test
  void theSameLiveTensorIsTheSameVariable() {
    Tensor parameter = Tensor.vector(1);
    assertSame(formula.variable(parameter), x.variable(parameter));
    assertNotSame(formula.variable(parameter), formula.variable(parameter.copy()));
  }

  @Test
  void aTermStandsForAVariable() {
    Tensor parameter = Tensor.vector(1, 1);
    formula.substitute(parameter, x.times(3));
    assertTerm(y.times(formula.variable(parameter)), values(30, 63), x, 15, 1, 0);
  }

  @Test
  void whatDoesNotDependHasNoDerivative() {
    assertEquals(0, formula.derivative(y.sum(), x, values(1, 1)).value());
  }

  /** |2x - 3| has its kink at 1.5: 0.5 from the first element, 1.5 from the second. */
  @Test
  void reachIsTheDistanceToTheNearestKinkAlongTheDirection() {
    Term bent = x.times(2).plus(-3).abs();
    assertEquals(0.5, derivative(bent, x, 1, 1).reach(), 1e-15);
    assertEquals(1.5, derivative(bent, x, 0, 1).reach(), 1e-15);
    assertEquals(0.25, derivative(bent, x, -2, 1).reach(), 1e-15);
    assertEquals(Double.POSITIVE_INFINITY, derivative(bent, y, 1, 1).reach());
  }

  @Test
  void theKinksOfOtherTermsDoNotCount() {
    x.abs();
    assertEquals(Double.POSITIVE_INFINITY, derivative(x.square(), x, 1, 1).reach());
  }

  @Test
  void theNearestOfSeveralKinksCounts() {
    Term clipped = x.map(z -> z.atLeast(1.75).atMost(4), 1.75, 4);
    assertEquals(0.25, derivative(clipped, x, 1, 0).reach(), 1e-15);
    assertEquals(1, derivative(clipped, x, 0, 1).reach(), 1e-15);
  }

  /** 6 is the largest of (4 5 6), by 1. */
  @Test
  void theLargestChangesWhereTwoMeet() {
    Term largest = matrix.largest(1);
    assertEquals(1, derivative(largest, matrix, 0, 0, 0, 0, 1, 0).reach(), 1e-15);
    assertEquals(0.5, derivative(largest, matrix, 0, 0, 0, 0, 1, -1).reach(), 1e-15);
    double together = derivative(largest, matrix, 0, 0, 0, 0, 1, 1).reach();
    assertEquals(Double.POSITIVE_INFINITY, together);
  }

  @Test
  void termsThatDoNotFitAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> x.plus(matrix));
    assertThrows(IllegalArgumentException.class, () -> x.times(matrix));
    assertThrows(IllegalArgumentException.class, () -> matrix.product(matrix));
  }
}
