package gradtwin.twin.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All variances are in units of the squared unit roundoff. */
class RoundingTest {
  private final Formula formula = new Formula();
  private final Term x = formula.variable(Tensor.vector(2, 3));
  private final Term y = formula.variable(Tensor.vector(5, 7));

  /** Products, whose variances are 10²/3 and 21²/3. */
  private final Term rounded = x.times(y);

  private static final double V0 = 100 / 3.;
  private static final double V1 = 441 / 3.;

  private final Term matrix =
      formula.variable(Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6}));

  /** With all errors taken for independent. */
  private static Rounding back(Term term) {
    return new Rounding(term.formula(), term.sum(), 0);
  }

  /** The sum of 1, 10, 100 ... times the elements: its adjoints are these numbers. */
  private static Rounding weighted(Term term) {
    Tensor weights = Tensor.zeros(term.shape());
    for (int i = 0; i < weights.size(); i++) {
      weights.values()[i] = Math.pow(10, i);
    }
    return back(term.times(weights));
  }

  private static double[] squares(double[] deviations) {
    double[] squares = deviations.clone();
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= squares[i];
    }
    return squares;
  }

  private static void assertVariance(Term term, double... expected) {
    assertNear(expected, squares(back(term).deviations(term)));
  }

  private static void assertNear(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-6 * Math.abs(expected[i]), "element " + i);
    }
  }

  // ---- forward

  @Test
  void whatIsGivenIsExact() {
    assertVariance(x, 0, 0);
  }

  @Test
  void sums() {
    assertVariance(x.plus(y), 49 / 3., 100 / 3.);
    assertVariance(rounded.minus(x), V0 + 64 / 3., V1 + 324 / 3.);
    assertVariance(x.minus(rounded), V0 + 64 / 3., V1 + 324 / 3.);
    assertVariance(rounded.plus(rounded), 2 * V0 + 400 / 3., 2 * V1 + 1764 / 3.);
  }

  @Test
  void numbersAddedAndMultiplied() {
    assertVariance(x.plus(1), 9 / 3., 16 / 3.);
    assertVariance(rounded.times(3), 9 * V0 + 900 / 3., 9 * V1 + 3969 / 3.);
  }

  @Test
  void products() {
    assertVariance(rounded, V0, V1);
    assertVariance(rounded.times(x), 4 * V0 + 400 / 3., 9 * V1 + 3969 / 3.);
  }

  /** f(z) = z²: the error of z is multiplied by f' = 2z, and f itself is rounded by 2 f. */
  @Test
  void functions() {
    Term squared = rounded.map(Complex::square);
    assertVariance(squared, 400 * V0 + 4e4 / 3, 1764 * V1 + 4 * 441. * 441 / 3);
    assertVariance(x.map(Complex::square), 4 * 16 / 3., 4 * 81 / 3.);
  }

  /** What is computed from 5, as 4 = 5 - 1, has the rounding of 5; 9 has its own. */
  @Test
  void functionsOfLargerNumbers() {
    assertVariance(x.map(Complex::square, at -> 5), 4 * 25 / 3., 4 * 81 / 3.);
    assertVariance(x.activated(Complex::square, at -> 5), 4 * 25 / 3., 4 * 81 / 3.);
  }

  @Test
  void copiesAreExact() {
    assertVariance(rounded.gathered(Shape.of(3), at -> at[0] - 1), 0, V0, V1);
    assertVariance(x.gathered(Shape.of(1), at -> 0), 0);
    assertVariance(Term.concatenated(0, List.of(x, rounded)), 0, 0, V0, V1);
    assertVariance(rounded.largest(0), V1);
    assertVariance(x.largest(0), 0);
  }

  /** n summands: (n - 1)/3 (Q + S²/3), besides their own errors. */
  @Test
  void sumsOverAnAxis() {
    assertVariance(matrix.sum(1), 2 / 3. * (14 + 36 / 3.), 2 / 3. * (77 + 225 / 3.));
    assertVariance(matrix.sum(0), (17 + 25 / 3.) / 3, (29 + 49 / 3.) / 3, (45 + 81 / 3.) / 3);
    assertVariance(rounded.sum(), V0 + V1 + (541 + 961 / 3.) / 3);
    assertVariance(matrix.slice(0, 0, 1).sum(0), 0, 0, 0);
  }

  /** (2 3) times the matrix: 2 summands, 2·1 and 3·4, 2·2 and 3·5, 2·3 and 3·6. */
  @Test
  void matrixProducts() {
    Term row = x.reshaped(Shape.of(1, 2));
    assertVariance(
        row.product(matrix),
        (2 * 148 + 196 / 3.) / 3,
        (2 * 241 + 361 / 3.) / 3,
        (2 * 360 + 576 / 3.) / 3);
    Term erring = rounded.reshaped(Shape.of(1, 2)); // 10 and 21
    Term column = y.reshaped(Shape.of(2, 1)); // 5 and 7
    double own = (2 * (2500 + 147. * 147) + 197 * 197 / 3.) / 3;
    assertVariance(erring.product(column), own + 25 * V0 + 49 * V1);
    Term erringColumn = rounded.reshaped(Shape.of(2, 1));
    Term plainRow = y.reshaped(Shape.of(1, 2));
    assertVariance(plainRow.product(erringColumn), own + 25 * V0 + 49 * V1);
  }

  // ---- backward

  private void assertAdjoint(
      Rounding rounding, Term of, double[] adjoints, double... expectedVariances) {
    assertNear(adjoints, rounding.adjoints(of));
    assertNear(expectedVariances, squares(rounding.adjointDeviations(of)));
  }

  private static double[] values(double... values) {
    return values;
  }

  /** Going back through the product with the weights rounds once: (1²/3, 10²/3). */
  private static final double W0 = 1 / 3.;

  private static final double W1 = 100 / 3.;

  @Test
  void backThroughSums() {
    assertAdjoint(weighted(x.plus(y)), y, values(1, 10), W0, W1);
    assertAdjoint(weighted(x.minus(y)), y, values(-1, -10), W0, W1);
  }

  /** Two readers send back (1, 10) each: their errors, and the rounding of the sum. */
  @Test
  void whatSeveralReadersSendBackIsAddedUp() {
    Rounding rounding = weighted(x.plus(x));
    assertAdjoint(rounding, x, values(2, 20), 2 * W0 + 4 / 3., 2 * W1 + 400 / 3.);
  }

  @Test
  void backThroughNumbers() {
    assertAdjoint(weighted(x.plus(1)), x, values(1, 10), W0, W1);
    assertAdjoint(weighted(x.negated()), x, values(-1, -10), W0, W1);
    assertAdjoint(weighted(x.times(-3)), x, values(-3, -30), 9 * 2 * W0, 9 * 2 * W1);
  }

  /** d(x y)/dx = y: what the adjoint errs by, times y², and one rounding. */
  @Test
  void backThroughProducts() {
    Rounding rounding = weighted(rounded);
    assertAdjoint(rounding, x, values(5, 70), 25 * 2 * W0, 49 * 2 * W1);
    assertAdjoint(rounding, y, values(2, 30), 4 * 2 * W0, 9 * 2 * W1);
  }

  /** The factor itself errs: by V0 and V1. */
  @Test
  void backThroughAProductWhoseOtherFactorErrs() {
    Tensor moved = Tensor.vector(1, 1);
    Term one = formula.variable(moved);
    Rounding rounding = weighted(one.times(rounded));
    assertAdjoint(rounding, one, values(10, 210), 100 * 2 * W0 + V0, 441 * 2 * W1 + 100 * V1);
  }

  /** f = z², f' = 2z, f'' = 2: V_q = f'² V_p + p² (f''² V_z + (2 f')²/3). */
  @Test
  void backThroughFunctions() {
    Rounding rounding = weighted(rounded.map(Complex::square));
    assertAdjoint(
        rounding,
        rounded,
        values(20, 420),
        400 * W0 + 4 * V0 + 1600 / 3.,
        1764 * W1 + 100 * (4 * V1 + 84 * 84 / 3.));
  }

  /** tanh' is 1 - y², which errs by y² besides: at y = tanh(0.5), (2 min(1, y))²/3. */
  @Test
  void aDerivativeThatIsADifferenceIsRoundedRelativeToTheValue() {
    Term z = formula.variable(Tensor.vector(0.5));
    Rounding rounding = back(z.activated(Complex::tanh));
    double t = Math.tanh(0.5);
    double slope = 1 - t * t;
    assertAdjoint(rounding, z, values(slope), 4 * slope * slope / 3 + 4 * t * t / 3);
    Rounding plain = back(z.map(Complex::tanh));
    assertAdjoint(plain, z, values(slope), 4 * slope * slope / 3);
  }

  /** A straight piece has a slope without any rounding of that kind. */
  @Test
  void onAStraightPieceNothingCancels() {
    Rounding rounding = back(x.activated(z -> z.times(3)));
    assertAdjoint(rounding, x, values(3, 3), 4 * 9 / 3., 4 * 9 / 3.);
  }

  /** An element that is read twice gathers a sum of two. */
  @Test
  void backThroughCopies() {
    Term copies = x.gathered(Shape.of(4), at -> at[0] == 0 ? 0 : at[0] == 3 ? -1 : 1);
    Rounding rounding = weighted(copies); // 1 to the first, 10 and 100 to the second
    assertAdjoint(rounding, x, values(1, 110), W0, 1e2 / 3 + 1e4 / 3 + (10100 + 12100 / 3.) / 3);
  }

  /** 1 and 10 come back to the first element by two ways. */
  @Test
  void backThroughCopiesOfTheSame() {
    Term first = x.slice(0, 0, 1);
    Term again = x.slice(0, 0, 1);
    Rounding rounding = weighted(Term.concatenated(0, List.of(first, again)));
    assertAdjoint(rounding, x, values(11, 0), W0 + W1 + 121 / 3., 0);
  }

  @Test
  void backThroughParts() {
    Rounding rounding = weighted(Term.concatenated(0, List.of(x, y)));
    assertAdjoint(rounding, x, values(1, 10), W0, W1);
    assertAdjoint(rounding, y, values(100, 1000), 1e4 / 3, 1e6 / 3);
  }

  @Test
  void backThroughReductions() {
    assertAdjoint(
        weighted(matrix.sum(1)), matrix, values(1, 1, 1, 10, 10, 10), W0, W0, W0, W1, W1, W1);
    assertAdjoint(
        weighted(matrix.largest(1)), matrix, values(0, 0, 1, 0, 0, 10), 0, 0, W0, 0, 0, W1);
  }

  /** C = A B with A (2 3) and B the matrix: dA = dC Bᵀ has 3 summands, dB = Aᵀ dC has 1. */
  @Test
  void backThroughMatrixProducts() {
    Rounding rounding = weighted(x.reshaped(Shape.of(1, 2)).product(matrix));
    double[] arriving = {1, 10, 100};
    double first = 0;
    double second = 0;
    for (int j = 0; j < 3; j++) {
      double p2 = arriving[j] * arriving[j];
      first += (j + 1) * (j + 1) * (p2 / 3 + 3 * p2 / 3);
      second += (j + 4) * (j + 4) * (p2 / 3 + 3 * p2 / 3);
    }
    first += 2 / 9. * 321 * 321;
    second += 2 / 9. * 654 * 654;
    assertAdjoint(rounding, x, values(321, 654), first, second);
    assertAdjoint(
        rounding,
        matrix,
        values(2, 20, 200, 3, 30, 300),
        4 * 2 / 3.,
        4 * 2 * 1e2 / 3,
        4 * 2 * 1e4 / 3,
        9 * 2 / 3.,
        9 * 2 * 1e2 / 3,
        9 * 2 * 1e4 / 3);
  }

  /** The other matrix errs: dA_i errs by the sum over j of dC_j² V(B_ij). */
  @Test
  void backThroughAMatrixProductWhoseOtherFactorErrs() {
    Term one = formula.variable(Tensor.of(Shape.of(1, 1), values(1)));
    Rounding rounding = weighted(one.product(rounded.reshaped(Shape.of(1, 2))));
    double own = 100 * (W0 + 2 / 3.) + 441 * (W1 + 2 * 1e2 / 3) + 220 * 220 / 9.;
    assertAdjoint(rounding, one, values(220), own + V0 + 100 * V1);
  }

  /** Adding 0 is exact: parts of one tensor send back nothing to the rest of it. */
  @Test
  void whatDoesNotMeetIsNotAddedUp() {
    Term swapped = Term.concatenated(0, List.of(x.slice(0, 1, 2), x.slice(0, 0, 1)));
    assertAdjoint(weighted(swapped), x, values(10, 1), W1, W0);
  }

  /** relu does not bend at 1e-12, though it does nearby. */
  @Test
  void aKinkNearbyIsNoCurve() {
    Term z = rounded.plus(formula.constant(Tensor.vector(1e-12 - 10, 1e-12 - 21)));
    Rounding rounding = back(z.atLeast(0));
    assertAdjoint(rounding, z, values(1, 1), 4 / 3., 4 / 3.);
  }

  @Test
  void whatTheLossDoesNotDependOnHasNothing() {
    Rounding rounding = back(x.exp());
    Term later = formula.variable(Tensor.vector(1, 2));
    assertAdjoint(rounding, y, values(0, 0), 0, 0);
    assertAdjoint(rounding, later, values(0, 0), 0, 0);
    assertArrayEquals(values(0, 0), rounding.doubt(6, 1).slack(later));
  }

  // ---- what errors have in common

  private static final int MANY = 3000;

  private static Tensor filled(double number) {
    Tensor filled = Tensor.zeros(Shape.of(MANY));
    filled.fill(number);
    return filled;
  }

  private final Term product = formula.variable(filled(2)).times(formula.constant(filled(5)));

  /** How much larger a mean variance is than if all errors were independent. */
  private static double factor(double[] deviations, double[] independent) {
    double sum = 0;
    double sumOfIndependent = 0;
    for (int i = 0; i < deviations.length; i++) {
      sum += deviations[i] * deviations[i];
      sumOfIndependent += independent[i] * independent[i];
    }
    return sum / sumOfIndependent;
  }

  private static double factor(Term term) {
    Rounding rounding = new Rounding(term.formula(), term.sum());
    return factor(rounding.deviations(term), back(term).deviations(term));
  }

  /** y + y errs by twice the error of y, of variance 4 V; taken for independent, 2 V. */
  @Test
  void errorsOfTheSameNumberAddUp() {
    double own = 400 / 3.;
    double expected = (4 * V0 + own) / (2 * V0 + own);
    assertEquals(expected, factor(product.plus(product)), 0.03 * expected);
  }

  /** 10 is added up 3000 times, always with the same error while the sum has one exponent. */
  @Test
  void equalSummandsErrAlike() {
    double sum = 10. * MANY;
    double chance = MANY * V0 + (MANY - 1) / 3. * (100 * MANY + sum * sum / 3);
    double bias = sum * sum * (MANY / 4.) * (MANY / 4.) / 66;
    Term total = product.sum(0);
    assertVariance(total, chance + bias);
  }

  /** What arrives with an error is sent back twice, with the same error. */
  @Test
  void errorsOfTheSameAdjointAddUp() {
    Term weighted = product.plus(product).times(filled(3));
    Rounding rounding = new Rounding(formula, weighted.sum());
    double independent = 2 * 9 / 3. + 36 / 3.; // two of 3, and their sum
    double expected = (4 * 9 / 3. + 36 / 3.) / independent;
    double found =
        factor(rounding.adjointDeviations(product), back(weighted).adjointDeviations(product));
    assertEquals(expected, found, 0.03 * expected);
  }

  @Test
  void independentErrorsDoNot() {
    Term other = product.constant(product.value()).rounded();
    assertEquals(1, factor(product.plus(other)), 0.1);
  }

  /** y - y is 0, whatever y errs by; but no variance is made smaller. */
  @Test
  void errorsThatCancelCountAllTheSame() {
    assertEquals(1, factor(product.minus(product)));
  }

  /** The mean of all errs, and every element that it is subtracted from with it. */
  @Test
  void theErrorOfAMeanIsCommonToAll() {
    Term mean = product.mean(0);
    Term centred = product.minus(mean.gathered(product.shape(), at -> 0));
    Term sum = centred.sum();
    Rounding rounding = new Rounding(formula, sum);
    double ofMean = squares(rounding.deviations(mean))[0];
    assertTrue(squares(rounding.deviations(sum))[0] > MANY * ofMean * MANY / 3);
  }

  /** d(y²)/dy = 2y is sent back as y and y, which err alike. */
  @Test
  void errorsOfTheSameCoefficientAddUp() {
    Term squared = product.times(product);
    Rounding rounding = new Rounding(formula, squared.sum());
    double independent = 2 * V0 + 2 * 100 / 3. + 400 / 3.; // two roundings, and that of the sum
    double expected = (4 * V0 + independent - 2 * V0) / independent;
    double found =
        factor(rounding.adjointDeviations(product), back(squared).adjointDeviations(product));
    assertEquals(expected, found, 0.03 * expected);
  }

  @Test
  void drawsAreTheSameEachTime() {
    Term loss = product.times(product).sum();
    double[] first = new Rounding(formula, loss).adjointDeviations(product);
    assertArrayEquals(first, new Rounding(formula, loss).adjointDeviations(product));
  }

  // ---- kinks

  private static final double UNIT = 0x1p-53;

  private static Rounding.Doubt doubt(Term term, double reach) {
    return back(term).doubt(reach, UNIT);
  }

  /** relu's slope jumps by 1 at 0: as much of the adjoint is in doubt. */
  @Test
  void onAKinkTheJumpIsInDoubt() {
    Term z = formula.variable(Tensor.vector(0, 1, -1));
    Rounding.Doubt doubt = doubt(z.atLeast(0).times(-3), 6);
    assertEquals(1, doubt.kinks());
    assertArrayEquals(values(3, 0, 0), doubt.slack(z), 1e-12);
  }

  /**
   * 2·5 - z, rounded by sqrt(10²/3) = 5.8 units, and 21 - z by 12.1: a margin of 32 units is 5.5
   * and 2.6 deviations.
   */
  @Test
  void howNearAKinkIsCountedInDeviations() {
    double margin = 32 * UNIT;
    Term z = rounded.plus(formula.constant(Tensor.vector(margin - 10, margin - 21)));
    assertEquals(2, doubt(z.abs(), 6).kinks());
    assertEquals(1, doubt(z.abs(), 4).kinks());
    assertEquals(0, doubt(z.abs(), 2).kinks());
    double[] slack = doubt(z.abs(), 4).slack(rounded);
    assertArrayEquals(values(0, 2), slack, 1e-12); // from -1 to 1
  }

  /** Through factors of either sign, by their absolute values. */
  @Test
  void doubtAddsUpOnTheWayBack() {
    Term z = formula.variable(Tensor.vector(2, 2));
    Term bent = z.times(Tensor.vector(-1, 3)).sum().plus(-4).atLeast(0); // -2 + 6 - 4 = 0
    assertArrayEquals(values(1, 3), doubt(bent, 6).slack(z), 1e-12);
    Term zero = formula.variable(Tensor.vector(0));
    Term both = zero.abs().plus(zero.times(3).abs()); // jumps of 2 and 6
    assertArrayEquals(values(8), doubt(both, 6).slack(zero), 1e-12);
  }

  @Test
  void aSeamWithoutAKinkIsNoDoubt() {
    Term z = formula.variable(Tensor.vector(0));
    Rounding.Doubt doubt = doubt(z.map(c -> c.atLeast(0).square(), 0), 6);
    assertEquals(0, doubt.kinks());
    assertEquals(0, doubt.slack(z)[0]);
  }

  /** 3 and 3 are both the largest: either may get the whole adjoint. */
  @Test
  void equalLargestElementsAreInDoubt() {
    Term z = formula.variable(Tensor.matrix(values(3, 1, 3), values(1, 2, 3)));
    Rounding.Doubt doubt = doubt(z.largest(1).times(-2), 6);
    assertEquals(1, doubt.kinks());
    assertArrayEquals(values(2, 0, 2, 0, 0, 0), doubt.slack(z), 1e-12);
  }

  /** 10 and 10 + 32 u, each rounded by sqrt(10²/3) u: the difference by 8.2 u. */
  @Test
  void howNearTheLargestAreIsCountedInDeviations() {
    Term tens = formula.variable(Tensor.vector(2, 2)).times(Tensor.vector(5, 5 + 16 * UNIT));
    assertEquals(1, doubt(tens.largest(0), 6).kinks());
    assertEquals(1, doubt(tens.largest(0), 4).kinks());
    assertEquals(0, doubt(tens.largest(0), 3).kinks());
  }

  @Test
  void whereNothingComesBackNothingIsInDoubt() {
    Term z = formula.variable(Tensor.matrix(values(3, 1, 3)));
    assertEquals(0, doubt(z.largest(1).times(0), 6).kinks());
  }
}
