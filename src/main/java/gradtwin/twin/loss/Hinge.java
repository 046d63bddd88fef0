package gradtwin.twin.loss;

import gradtwin.twin.formula.Term;

/**
 * The margin loss, for labels -1 and 1.
 *
 * <pre>{@code
 * forward   L = 1/N * sum max(0, 1 - y o)
 * backward  dL/do = -y/N where 1 - y o > 0, else 0
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. Summed
 * over outputs. Kink at y o = 1, where 0 is taken as the derivative. Source: Cortes and Vapnik,
 * "Support-vector networks", Machine Learning 20 (1995), equations 21 to 23 with slack. DL4J:
 * {@code org.nd4j.linalg.lossfunctions.impl.LossHinge}.
 */
public final class Hinge extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return Math.max(0, 1 - y * o);
  }

  @Override
  Term formula(Term o, Term y) {
    return o.times(y).negated().plus(1).atLeast(0);
  }

  @Override
  double derivative(double o, double y) {
    return 1 - y * o > 0 ? -y : 0;
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
