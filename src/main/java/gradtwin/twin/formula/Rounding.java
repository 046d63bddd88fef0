package gradtwin.twin.formula;

import gradtwin.twin.formula.Term.Power;
import java.util.List;

/**
 * How much rounding reaches each number on the way to a loss and back.
 *
 * <p>Every step rounds by an independent random error: a number x that is rounded to within u of
 * itself has the variance {@code (u x)²/3}. The variances are propagated, to first order, through
 * the linear maps between small changes, forward for values and backward for adjoints:
 *
 * <pre>{@code
 * product     V_C = V_A B² + A² V_B + u²/3 (n A² B² + (n - 1)/3 C²)   elementwise squares,
 *                                                                     n summands, see Summation
 * function    V_y = f'² V_z + (2 u y)²/3
 * back        V_q = f'² V_p + p² (f''² V_z + u²/3 (2 f')²)     p and q the adjoints of y and z
 * }</pre>
 *
 * <p>What errors have in common, because one number is read in several places, is then found by
 * drawing all of them some times, see {@link SampledErrors}, and makes variances larger.
 *
 * <p>All are kept in units of u², so that one pass serves both precisions. It predicts the size of
 * the errors of any implementation that does about the same arithmetic: how well, per layer type,
 * is measured and published ({@code configs/ROUNDING.md}). Source of the model: Higham and Mary, "A
 * new approach to probabilistic rounding error analysis", SIAM Journal on Scientific Computing
 * 41(5), 2019.
 */
public final class Rounding {
  private static final int FEWEST_DRAWS = 8;
  private static final int MOST_DRAWS = 32;

  /** Elementary operations of the forward pass to spend on draws. */
  private static final double BUDGET = 1e9;

  private final Formula formula;
  private final double[][] variances;
  private final double[][] adjoints;
  private final double[][] adjointVariances;

  /**
   * @param loss a term of one element, whose adjoint is 1
   */
  public Rounding(Formula formula, Term loss) {
    this(formula, loss, draws(formula));
  }

  /** Many for small networks, and fewer for large ones, whose tensors have many elements. */
  private static int draws(Formula formula) {
    return (int) Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, BUDGET / formula.work()));
  }

  /**
   * @param draws see {@link SampledErrors}; if none, all errors are taken for independent
   */
  Rounding(Formula formula, Term loss, int draws) {
    this.formula = formula;
    List<Term> terms = formula.terms();
    int count = terms.size();
    this.variances = new double[count][];
    this.adjoints = new double[count][];
    this.adjointVariances = new double[count][];
    RoundingSteps steps = new RoundingSteps(terms);
    for (Term term : terms) {
      double[][] ofOperands = Formula.operands(term, variances);
      double[] pushed = ofOperands == null ? null : term.push(ofOperands, Power.SQUARE);
      variances[term.index()] = sum(pushed, steps.ahead(term));
    }
    adjoints[loss.index()] = new double[] {1};
    adjointVariances[loss.index()] = new double[] {0};
    for (int i = loss.index(); i >= 0; i--) {
      if (adjoints[i] != null) {
        goBack(terms.get(i), steps);
      }
    }
    if (draws > 0) {
      new SampledErrors(terms, steps, adjoints, draws).correct(variances, adjointVariances);
    }
  }

  /** Null stands for zeros. */
  private static double[] sum(double[] first, double[] second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    double[] sum = first.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += second[i];
    }
    return sum;
  }

  private static double[][] ofOperands(Term term, double[][] ofTerms) {
    List<Term> operands = term.operands();
    double[][] of = new double[operands.size()][];
    for (int i = 0; i < of.length; i++) {
      of[i] = ofTerms[operands.get(i).index()];
    }
    return of;
  }

  private void goBack(Term term, RoundingSteps steps) {
    double[] adjoint = adjoints[term.index()];
    double[][] errors = ofOperands(term, variances);
    for (int k = 0; k < term.operands().size(); k++) {
      Term operand = term.operand(k);
      if (!operand.varies()) {
        continue;
      }
      int to = operand.index();
      boolean first = adjoints[to] == null;
      if (first) {
        adjointVariances[to] = new double[operand.value().size()];
      }
      double[] sent = new double[operand.value().size()];
      term.pull(k, adjoint, Power.PLAIN, sent);
      double[] rounding = term.pullRounding(k, adjoint, sent);
      rounding = first ? rounding : sum(rounding, added(sent, adjoints[to]));
      adjoints[to] = first ? sent : sum(adjoints[to], sent);
      term.pull(k, adjointVariances[term.index()], Power.SQUARE, adjointVariances[to]);
      term.pullChanges(k, adjoint, errors, Power.SQUARE, adjointVariances[to]);
      adjointVariances[to] = sum(adjointVariances[to], rounding);
      steps.back(term, k, rounding);
    }
  }

  /** The variance of the rounding of a sum; adding 0 is exact. */
  private static double[] added(double[] first, double[] second) {
    double[] variances = new double[first.length];
    for (int i = 0; i < variances.length; i++) {
      double sum = first[i] + second[i];
      variances[i] = first[i] == 0 || second[i] == 0 ? 0 : sum * sum / 3;
    }
    return variances;
  }

  /** The standard deviation of the error of each element's value, in units of the unit roundoff. */
  public double[] deviations(Term term) {
    return roots(of(variances, term), term);
  }

  /** The derivative of the loss with respect to each element. */
  public double[] adjoints(Term term) {
    double[] found = of(adjoints, term);
    return found == null ? new double[term.value().size()] : found.clone();
  }

  /** The standard deviation of the error of each adjoint, in units of the unit roundoff. */
  public double[] adjointDeviations(Term term) {
    return roots(of(adjointVariances, term), term);
  }

  /** Null for a parameter that is asked for only now: nothing depends on it. */
  private static double[] of(double[][] ofTerms, Term term) {
    return term.index() < ofTerms.length ? ofTerms[term.index()] : null;
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
      slack = new double[adjoints.length][];
      int found = 0;
      for (int i = adjoints.length - 1; i >= 0; i--) {
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
      double[] found = of(slack, term);
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
