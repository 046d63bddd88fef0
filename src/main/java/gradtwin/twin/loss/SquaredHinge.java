package gradtwin.twin.loss;

import gradtwin.twin.formula.Term;

/**
 * The squared margin loss, for labels -1 and 1.
 *
 * <pre>{@code
 * forward   L = 1/N * sum max(0, 1 - y o)^2
 * backward  dL/do = -2 y/N * max(0, 1 - y o)
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. The
 * derivative exists everywhere; the second one jumps at y o = 1. Source: Cortes and Vapnik,
 * "Support-vector networks", Machine Learning 20 (1995), section 3, with the slack squared. DL4J:
 * {@code org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge}, which squares the mask too, so that
 * a fractional one counts less there.
 */
public final class SquaredHinge extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return Math.max(0, 1 - y * o) * Math.max(0, 1 - y * o);
  }

  @Override
  Term formula(Term o, Term y) {
    return o.times(y).negated().plus(1).atLeast(0).square();
  }

  @Override
  double derivative(double o, double y) {
    return -2 * y * Math.max(0, 1 - y * o);
  }

  @Override
  double scale(int outputs) {
    return 1;
  }

  @Override
  int side(double o, double y) {
    return (int) Math.signum(1 - y * o);
  }
}
