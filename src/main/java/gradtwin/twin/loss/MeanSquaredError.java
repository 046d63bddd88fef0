package gradtwin.twin.loss;

import gradtwin.twin.formula.Term;

/**
 * The squared error, averaged over outputs and examples.
 *
 * <pre>{@code
 * forward   L = 1/(N outputs) * sum (o - y)^2
 * backward  dL/do = 2/(N outputs) * (o - y)
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. The
 * factor 2/(N outputs) is the one that is so often forgotten. Source: Legendre, "Nouvelles méthodes
 * pour la détermination des orbites des comètes" (1805), appendix; the mean form is Bishop,
 * "Pattern Recognition and Machine Learning" (2006), equation 1.2, up to its 1/2. DL4J: {@code
 * org.nd4j.linalg.lossfunctions.impl.LossMSE}.
 */
public final class MeanSquaredError extends ElementwiseLoss {
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
    return 1.0 / outputs;
  }
}
