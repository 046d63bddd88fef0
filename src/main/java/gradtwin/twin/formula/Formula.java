package gradtwin.twin.formula;

import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A calculation as a graph of {@link Term}s, in the order in which they came about.
 *
 * <p>Not safe for use by several threads.
 */
public final class Formula {
  /**
   * Below this a derivative is not told from 0: the complex step leaves out terms of h² = 1e-200
   * times third derivatives.
   */
  public static final double TRUNCATION = 1e-180;

  private final List<Term> terms = new ArrayList<>();
  private final IdentityHashMap<Tensor, Term> variables = new IdentityHashMap<>();
  private final IdentityHashMap<Term, double[]> margins = new IdentityHashMap<>();

  int add(Term term) {
    terms.add(term);
    return terms.size() - 1;
  }

  List<Term> terms() {
    return terms;
  }

  /** Numbers that stay as they are. */
  public Term constant(Tensor constant) {
    return new Leaf(this, constant, false);
  }

  /**
   * Numbers that may be moved: a parameter's value, or the features. The same live tensor is the
   * same term, however often it is asked for.
   */
  public Term variable(Tensor variable) {
    Term known = variables.get(variable);
    if (known == null) {
      known = new Leaf(this, variable, true);
      variables.put(variable, known);
    }
    return known;
  }

  /** Lets a term stand for a variable from now on: a weight with noise on it, for the weight. */
  public void substitute(Tensor variable, Term term) {
    variables.put(variable, term);
  }

  /**
   * What happens along one direction.
   *
   * @param value the derivative of the term's only element
   * @param reach how far one may go, either way, before the first kink or other seam is met, as far
   *     as a straight line can tell; infinite if there is none
   */
  public record Derivative(double value, double reach) {}

  /**
   * The derivative of a term of one element in a direction, by the complex step: the whole formula
   * is computed in complex numbers, with the variable moved by {@code i h} times the direction, and
   * the imaginary part divided by h. No step has to be tuned, and no rule of any derivative is
   * used. Source: Squire and Trapp, "Using complex variables to estimate derivatives of real
   * functions", SIAM Review 40(1), 1998. The real parts do not move by h² = 1e-200, and are those
   * computed already.
   *
   * @param direction shaped like the variable
   */
  public Derivative derivative(Term of, Term variable, double[] direction) {
    double[] start = direction.clone();
    for (int i = 0; i < start.length; i++) {
      start[i] *= ComplexFunction.STEP;
    }
    double[][] imaginary = new double[terms.size()][];
    imaginary[variable.index()] = start;
    double reach = Double.POSITIVE_INFINITY;
    BitSet needed = neededFor(of);
    for (int i = needed.nextSetBit(variable.index() + 1); i >= 0; i = needed.nextSetBit(i + 1)) {
      Term term = terms.get(i);
      double[][] operands = operands(term, imaginary);
      if (operands != null) {
        imaginary[i] = term.imaginary(operands);
        reach = Math.min(reach, reach(term, operands));
      }
    }
    double[] end = imaginary[of.index()];
    return new Derivative(end == null ? 0 : end[0] / ComplexFunction.STEP, reach);
  }

  /** How many elementary operations one evaluation takes. */
  public double work() {
    return terms.stream().mapToDouble(Term::work).sum();
  }

  /** The indices of the terms that a term is computed from, and its own. */
  private BitSet neededFor(Term term) {
    BitSet needed = new BitSet();
    needed.set(term.index());
    for (int i = term.index(); i >= 0; i = needed.previousSetBit(i - 1)) {
      terms.get(i).operands().forEach(operand -> needed.set(operand.index()));
    }
    return needed;
  }

  /** Of each operand; null if there is nothing for any. */
  static double[][] operands(Term term, double[][] ofTerms) {
    List<Term> operands = term.operands();
    double[][] of = new double[operands.size()][];
    boolean any = false;
    for (int i = 0; i < of.length; i++) {
      of[i] = ofTerms[operands.get(i).index()];
      any |= of[i] != null;
    }
    return any ? of : null;
  }

  private double reach(Term term, double[][] imaginary) {
    double[] distances = margins.computeIfAbsent(term, Formula::marginsOf);
    double reach = Double.POSITIVE_INFINITY;
    if (distances.length > 0) {
      double[] approach = term.approach(imaginary);
      for (int i = 0; i < distances.length; i++) {
        if (approach[i] != 0) {
          reach = Math.min(reach, distances[i] / Math.abs(approach[i] / ComplexFunction.STEP));
        }
      }
    }
    return reach;
  }

  private static double[] marginsOf(Term term) {
    double[] found = term.margins();
    return found == null ? new double[0] : found;
  }
}
