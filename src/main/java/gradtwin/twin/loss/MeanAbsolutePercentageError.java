package gradtwin.twin.loss;

import gradtwin.twin.formula.Term;

/**
 * The absolute error as a percentage of the label, averaged over outputs and examples.
 *
 * <pre>{@code
 * forward   L = 100/(N outputs) * sum |(y - o) / y|
 * backward  dL/do = 100/(N outputs) * sign(o - y) / |y|
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. Kink
 * at o = y, where 0 is taken as the derivative. A label of 0 costs infinity, or NaN if it is met.
 * Source: Hyndman and Koehler, "Another look at measures of forecast accuracy", International
 * Journal of Forecasting 22 (2006), section 2.2. DL4J: {@code
 * org.nd4j.linalg.lossfunctions.impl.LossMAPE}.
 */
public final class MeanAbsolutePercentageError extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return 100 * Math.abs((y - o) / y);
  }

  @Override
  Term formula(Term o, Term y) {
    return y.minus(o).dividedBy(y).abs().times(100);
  }

  @Override
  double derivative(double o, double y) {
    return 100 * Math.signum(o - y) / Math.abs(y);
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
