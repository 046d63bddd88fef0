package gradtwin.twin.formula;

import java.util.List;

/**
 * What each step of a calculation rounds by itself, ahead and back: variances in units of the
 * squared unit roundoff.
 */
final class RoundingSteps {
  private final double[][] ahead;
  private final double[][][] back;

  RoundingSteps(List<Term> terms) {
    this.ahead = new double[terms.size()][];
    this.back = new double[terms.size()][][];
    for (Term term : terms) {
      ahead[term.index()] = term.rounding();
      back[term.index()] = new double[term.operands().size()][];
    }
  }

  /** Of the computation of a term; null if it is exact. */
  double[] ahead(Term term) {
    return ahead[term.index()];
  }

  /** Of the way back from a term to an operand; null if it is exact, or nothing goes there. */
  double[] back(Term term, int operand) {
    return back[term.index()][operand];
  }

  void back(Term term, int operand, double[] variances) {
    back[term.index()][operand] = variances;
  }
}
