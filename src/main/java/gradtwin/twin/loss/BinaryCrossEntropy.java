package gradtwin.twin.loss;

import gradtwin.twin.formula.Term;
import java.util.function.BinaryOperator;

/**
 * The negative log-likelihood of independent yes/no outputs, for labels from 0 to 1.
 *
 * <pre>{@code
 * forward   L = -1/N * sum (y log o + (1 - y) log(1 - o))
 * backward  dL/do = 1/N * ((1 - y)/(1 - o) - y/o)
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. Summed
 * over outputs. A term with the factor 0 is 0, so a certain prediction that is right costs nothing;
 * one that is wrong costs infinity. Source: Bishop, "Pattern Recognition and Machine Learning"
 * (2006), equation 4.90. DL4J: {@code org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT}, which
 * clips o in the loss and in dL/do.
 */
public final class BinaryCrossEntropy extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return -(xlogy(y, o) + xlogy(1 - y, 1 - o));
  }

  /** x log(y), which is 0 for x = 0 even where log(y) is not finite. */
  private static double xlogy(double x, double y) {
    return x == 0 ? 0 : x * Math.log(y);
  }

  @Override
  Term formula(Term o, Term y) {
    BinaryOperator<Term> logLikelihood = (label, p) -> label.times(p.log());
    Term yes = whereNotZero(y, o, logLikelihood);
    Term no = whereNotZero(y.negated().plus(1), o.negated().plus(1), logLikelihood);
    return yes.plus(no).negated();
  }

  @Override
  double derivative(double o, double y) {
    return ratio(1 - y, 1 - o) - ratio(y, o);
  }

  /** x / y, which is 0 for x = 0 even where y is 0 too. */
  private static double ratio(double x, double y) {
    return x == 0 ? 0 : x / y;
  }

  @Override
  double scale(int outputs) {
    return 1;
  }
}
