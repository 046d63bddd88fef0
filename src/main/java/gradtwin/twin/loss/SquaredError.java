package gradtwin.twin.loss;

import gradtwin.twin.formula.Term;

/**
 * The squared error, summed over outputs and averaged over examples.
 *
 * <pre>{@code
 * forward   L = 1/N * sum (o - y)^2
 * backward  dL/do = 2/N * (o - y)
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. It is
 * {@link MeanSquaredError} times the number of outputs. Source: Bishop, "Pattern Recognition and
 * Machine Learning" (2006), equation 1.2, up to its 1/2. DL4J: {@code
 * org.nd4j.linalg.lossfunctions.impl.LossL2}.
 */
public final class SquaredError extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return (o - y) * (o - y);
  }

  @Override
  Term formula(Term o, Term y) {
    return o.minus(y).square();
  }

  @Override
  double derivative(double o, double y) {
    return 2 * (o - y);
  }

  @Override
  double scale(int outputs) {
    return 1;
  }
}
