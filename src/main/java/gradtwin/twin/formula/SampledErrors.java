package gradtwin.twin.formula;

import gradtwin.twin.formula.Term.Power;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws of all rounding errors of a calculation at once: Monte Carlo arithmetic, to first order.
 *
 * <p>Variances that are propagated from operand to term take the errors of different numbers for
 * independent. They are not where one number is read in many places: the mean of a channel that is
 * taken from each of its pixels, a state that is carried on through every step of a sequence. Their
 * errors then add up to more. Here every step's rounding is drawn, as plus or minus its deviation,
 * and the draws are carried on through the linear maps with whatever they have in common; by how
 * much the mean of the squares of some draws exceeds the propagated variance is the correction.
 *
 * <p>A mean of few draws is itself uncertain; so an element's variance is corrected by the average
 * of its own factor and that of the whole tensor, and never downward. Source of the method: Parker,
 * "Monte Carlo arithmetic", UCLA technical report CSD-970002 (1997).
 */
final class SampledErrors {
  private static final long SEED = 20260101;

  private final List<Term> terms;
  private final int draws;
  private final double[][] ahead; // deviations of what each step rounds
  private final double[][][] back;
  private final double[][] adjoints;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final double[][] squares;
  private final double[][] adjointSquares;

  /**
   * @param adjoints of each term; null for one that the loss does not depend on
   */
  SampledErrors(List<Term> terms, RoundingSteps steps, double[][] adjoints, int draws) {
    this.terms = terms;
    this.draws = draws;
    this.ahead = new double[terms.size()][];
    this.back = new double[terms.size()][][];
    for (Term term : terms) {
      ahead[term.index()] = deviations(steps.ahead(term));
      back[term.index()] = new double[term.operands().size()][];
      for (int k = 0; k < term.operands().size(); k++) {
        back[term.index()][k] = deviations(steps.back(term, k));
      }
    }
    this.adjoints = adjoints;
    this.squares = new double[terms.size()][];
    this.adjointSquares = new double[terms.size()][];
    for (int draw = 0; draw < draws; draw++) {
      back(ahead());
    }
  }

  /** The errors of one draw; null for a term without any. */
  private double[][] ahead() {
    double[][] errors = new double[terms.size()][];
    for (Term term : terms) {
      double[][] ofOperands = Formula.operands(term, errors);
      double[] error = ofOperands == null ? null : term.push(ofOperands, Power.PLAIN);
      errors[term.index()] = withNoise(error, ahead[term.index()]);
    }
    count(errors, squares);
    return errors;
  }

  private void back(double[][] errors) {
    double[][] errorsBack = new double[terms.size()][];
    for (int i = terms.size() - 1; i >= 0; i--) {
      Term term = terms.get(i);
      for (int k = 0; adjoints[i] != null && k < term.operands().size(); k++) {
        Term operand = term.operand(k);
        if (!operand.varies()) {
          continue;
        }
        int to = operand.index();
        double[] error =
            errorsBack[to] == null ? new double[operand.value().size()] : errorsBack[to];
        if (errorsBack[i] != null) {
          term.pull(k, errorsBack[i], Power.PLAIN, error);
        }
        double[][] ofOperands = Formula.operands(term, errors);
        if (ofOperands != null) {
          term.pullChanges(k, adjoints[i], ofOperands, Power.PLAIN, error);
        }
        errorsBack[to] = withNoise(error, back[i][k]);
      }
    }
    count(errorsBack, adjointSquares);
  }

  /** Null stands for zeros. */
  private static double[] deviations(double[] variances) {
    if (variances == null) {
      return null;
    }
    double[] deviations = new double[variances.length];
    for (int i = 0; i < variances.length; i++) {
      deviations[i] = Math.sqrt(variances[i]);
    }
    return deviations;
  }

  /** Adds plus or minus each deviation. */
  private double[] withNoise(double[] error, double[] deviations) {
    if (deviations == null) {
      return error;
    }
    double[] noisy = error == null ? new double[deviations.length] : error;
    long bits = 0;
    for (int i = 0; i < noisy.length; i++) {
      bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
      // the sign bit: a branch that no CPU can foretell would take longer than all the rest
      long drawn = Double.doubleToRawLongBits(deviations[i]) ^ bits << 63;
      noisy[i] += Double.longBitsToDouble(drawn);
    }
    return noisy;
  }

  private static void count(double[][] errors, double[][] squares) {
    for (int i = 0; i < errors.length; i++) {
      if (errors[i] != null) {
        squares[i] = squares[i] == null ? new double[errors[i].length] : squares[i];
        for (int j = 0; j < errors[i].length; j++) {
          squares[i][j] += errors[i][j] * errors[i][j];
        }
      }
    }
  }

  /** Makes propagated variances as large as the draws say. */
  void correct(double[][] variances, double[][] adjointVariances) {
    for (int i = 0; i < terms.size(); i++) {
      correct(variances[i], squares[i]);
      correct(adjointVariances[i], adjointSquares[i]);
    }
  }

  private void correct(double[] variances, double[] squares) {
    if (variances == null || squares == null) {
      return;
    }
    double whole = 0;
    int erring = 0;
    for (int i = 0; i < variances.length; i++) {
      if (variances[i] > 0) {
        whole += squares[i] / draws / variances[i];
        erring++;
      }
    }
    for (int i = 0; i < variances.length; i++) {
      if (variances[i] > 0) {
        double own = squares[i] / draws / variances[i];
        variances[i] *= Math.max(1, (own + whole / erring) / 2);
      }
    }
  }
}
