package gradtwin.twin.loss;

import gradtwin.twin.formula.Term;

/**
 * The absolute error, averaged over outputs and examples.
 *
 * <pre>{@code
 * forward   L = 1/(N outputs) * sum |o - y|
 * backward  dL/do = 1/(N outputs) * sign(o - y)
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. Kink
 * at o = y, where 0 is taken as the derivative. Source: Bishop, "Pattern Recognition and Machine
 * Learning" (2006), equation 1.91 with q = 1. DL4J: {@code
 * org.nd4j.linalg.lossfunctions.impl.LossMAE}.
 */
public final class MeanAbsoluteError extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return Math.abs(o - y);
  }

  @Override
  Term formula(Term o, Term y) {
    return o.minus(y).abs();
  }

  @Override
  double derivative(double o, double y) {
    return Math.signum(o - y);
  }

  @Override
  double scale(int outputs) {
    return 1.0 / outputs;
  }

  @Override
  int side(double o, double y) {
    return (int) Math.signum(o - y);
  }
}
