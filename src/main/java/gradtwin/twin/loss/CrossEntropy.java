package gradtwin.twin.loss;

import gradtwin.twin.formula.Term;

/**
 * The negative log-likelihood of a class distribution.
 *
 * <pre>{@code
 * forward   L = -1/N * sum y log o
 * backward  dL/do = -1/N * y / o
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. Labels
 * are one-hot, or any non-negative numbers. Source: Bishop, "Pattern Recognition and Machine
 * Learning" (2006), equation 4.108. DL4J: {@code org.nd4j.linalg.lossfunctions.impl.LossMCXENT},
 * which clips o in the loss only.
 */
public final class CrossEntropy extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return y == 0 ? 0 : -y * Math.log(o);
  }

  @Override
  Term formula(Term o, Term y) {
    return whereNotZero(y, o, (label, p) -> label.times(p.log())).negated();
  }

  @Override
  double derivative(double o, double y) {
    return y == 0 ? 0 : -y / o;
  }

  @Override
  double scale(int outputs) {
    return 1;
  }
}
