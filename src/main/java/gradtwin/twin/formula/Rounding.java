package gradtwin.twin.formula;

import gradtwin.twin.formula.Term.Power;
import java.util.List;

/**
 * How much rounding reaches each number on the way to a loss and back.
 *
 * <p>Every rounding is taken as an independent random error with the variance {@code (u x)²/3} of a
 * number x that is rounded to within u of itself; the variances are propagated, to first order,
 * through the linear maps between small changes, forward for values and backward for adjoints:
 *
 * <pre>{@code
 * product     V_C = V_A B² + A² V_B + u²/3 n A² B²            elementwise squares, n summands
 * function    V_y = f'² V_z + (2 u y)²/3
 * back        V_q = f'² V_p + p² (f''² V_z + u²/3 (2 f')²)     p and q the adjoints of y and z
 * }</pre>
 *
 * <p>All are kept in units of u², so that one pass serves both precisions. It predicts the size of
 * the errors of any implementation that does about the same arithmetic: how well, per layer type,
 * is measured and published ({@code configs/ROUNDING.md}). Source of the model: Higham and Mary, "A
 * new approach to probabilistic rounding error analysis", SIAM Journal on Scientific Computing
 * 41(5), 2019.
 */
public final class Rounding {
  private final Formula formula;
  private final double[][] variances;
  private final double[][] adjoints;
  private final double[][] adjointVariances;

  /**
   * @param loss a term of one element, whose adjoint is 1
   */
  public Rounding(Formula formula, Term loss) {
    this.formula = formula;
    List<Term> terms = formula.terms();
    int count = terms.size();
    this.variances = new double[count][];
    this.adjoints = new double[count][];
    this.adjointVariances = new double[count][];
    for (Term term : terms) {
      if (!term.operands().isEmpty()) {
        variances[term.index()] = term.variance(ofOperands(term, variances));
      }
    }
    adjoints[loss.index()] = new double[] {1};
    adjointVariances[loss.index()] = new double[] {0};
    for (int i = loss.index(); i >= 0; i--) {
      if (adjoints[i] != null) {
        goBack(terms.get(i));
      }
    }
  }

  private static double[][] ofOperands(Term term, double[][] ofTerms) {
    List<Term> operands = term.operands();
    double[][] of = new double[operands.size()][];
    for (int i = 0; i < of.length; i++) {
      of[i] = ofTerms[operands.get(i).index()];
    }
    return of;
  }

  private void goBack(Term term) {
    double[] adjoint = adjoints[term.index()];
    double[] variance = adjointVariances[term.index()];
    double[][] errors = ofOperands(term, variances);
    for (int k = 0; k < term.operands().size(); k++) {
      Term operand = term.operand(k);
      if (!operand.varies()) {
        continue;
      }
      int to = operand.index();
      boolean first = adjoints[to] == null;
      if (first) {
        adjoints[to] = new double[operand.value().size()];
        adjointVariances[to] = new double[operand.value().size()];
      }
      term.pull(k, adjoint, Power.PLAIN, adjoints[to]);
      term.pull(k, variance, Power.SQUARE, adjointVariances[to]);
      term.pullErrors(k, adjoint, errors, adjointVariances[to]);
      if (!first) { // the sum of what several readers send back is rounded too
        for (int i = 0; i < adjoints[to].length; i++) {
          adjointVariances[to][i] += adjoints[to][i] * adjoints[to][i] / 3;
        }
      }
    }
  }

  /** The standard deviation of the error of each element's value, in units of the unit roundoff. */
  public double[] deviations(Term term) {
    return roots(variances[term.index()], term);
  }

  /** The derivative of the loss with respect to each element. */
  public double[] adjoints(Term term) {
    double[] found = adjoints[term.index()];
    return found == null ? new double[term.value().size()] : found.clone();
  }

  /** The standard deviation of the error of each adjoint, in units of the unit roundoff. */
  public double[] adjointDeviations(Term term) {
    return roots(adjointVariances[term.index()], term);
  }

  private static double[] roots(double[] variances, Term term) {
    double[] roots = new double[term.value().size()];
    for (int i = 0; variances != null && i < roots.length; i++) {
      roots[i] = Math.sqrt(variances[i]);
    }
    return roots;
  }

  /** What it may make of each adjoint that rounding decides the side of a kink. */
  public final class Doubt {
    private final double[][] slack;
    private final int kinks;

    private Doubt(double reach, double unit) {
      List<Term> terms = formula.terms();
      slack = new double[terms.size()][];
      int found = 0;
      for (int i = terms.size() - 1; i >= 0; i--) {
        found += goBack(terms.get(i), reach, unit);
      }
      kinks = found;
    }

    private int goBack(Term term, double reach, double unit) {
      int found = 0;
      int at = term.index();
      for (int k = 0; adjoints[at] != null && k < term.operands().size(); k++) {
        Term operand = term.operand(k);
        if (operand.varies()) {
          double[] to = new double[operand.value().size()];
          int doubtful = term.doubt(adjoints[at], ofOperands(term, variances), reach, unit, to);
          if (slack[at] != null) {
            term.pull(k, slack[at], Power.ABSOLUTE, to);
          }
          if (doubtful > 0 || slack[at] != null) {
            add(to, operand.index());
          }
          found += doubtful;
        }
      }
      return found;
    }

    private void add(double[] more, int to) {
      if (slack[to] == null) {
        slack[to] = more;
        return;
      }
      for (int i = 0; i < more.length; i++) {
        slack[to][i] += more[i];
      }
    }

    /** How many elements lie so near a kink that rounding decides their side. */
    public int kinks() {
      return kinks;
    }

    /** By how much, at most, each adjoint depends on the sides that rounding chose. */
    public double[] slack(Term term) {
      double[] found = slack[term.index()];
      return found == null ? new double[term.value().size()] : found.clone();
    }
  }

  /**
   * What it may make of each adjoint that rounding decides the side of a kink.
   *
   * @param reach how many standard deviations from a kink count as on it
   * @param unit the unit roundoff
   */
  public Doubt doubt(double reach, double unit) {
    return new Doubt(reach, unit);
  }
}
