package gradtwin.twin.loss;

import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;

/**
 * The squared difference of logarithms, averaged over outputs and examples.
 *
 * <pre>{@code
 * forward   L = 1/(N outputs) * sum (log(1 + o) - log(1 + y))^2
 * backward  dL/do = 2/(N outputs) * (log(1 + o) - log(1 + y)) / (1 + o)
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. Labels
 * and predictions are above -1; below it the loss is NaN. Source: the squared error of log(1 + o),
 * as used for counts. DL4J: {@code org.nd4j.linalg.lossfunctions.impl.LossMSLE}.
 */
public final class MeanSquaredLogarithmicError extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return square(Math.log1p(o) - Math.log1p(y));
  }

  @Override
  Term formula(Term o, Term y) {
    return log1p(o).minus(log1p(y)).square();
  }

  /** DL4J takes the logarithm of a rounded 1 + x. */
  private static Term log1p(Term x) {
    return x.map(Complex::log1p, at -> 1);
  }

  @Override
  double derivative(double o, double y) {
    return 2 * (Math.log1p(o) - Math.log1p(y)) / (1 + o);
  }

  @Override
  double scale(int outputs) {
    return 1.0 / outputs;
  }

  private static double square(double x) {
    return x * x;
  }
}
