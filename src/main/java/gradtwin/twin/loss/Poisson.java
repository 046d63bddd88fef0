package gradtwin.twin.loss;

import gradtwin.twin.formula.Term;

/**
 * The negative log-likelihood of counts whose rate is predicted, but for a constant.
 *
 * <pre>{@code
 * forward   L = 1/N * sum (o - y log o)
 * backward  dL/do = 1/N * (1 - y/o)
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. Summed
 * over outputs. Predictions are above 0, labels 0 or above; the term log y!, which does not depend
 * on o, is left out, so that the loss may be negative. Source: Nelder and Wedderburn, "Generalized
 * linear models", Journal of the Royal Statistical Society A 135 (1972), section 2 (the Poisson
 * distribution). DL4J: {@code org.nd4j.linalg.lossfunctions.impl.LossPoisson}.
 */
public final class Poisson extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return y == 0 ? o : o - y * Math.log(o);
  }

  @Override
  Term formula(Term o, Term y) {
    return o.minus(whereNotZero(y, o, (count, rate) -> count.times(rate.log())));
  }

  @Override
  double derivative(double o, double y) {
    return y == 0 ? 1 : 1 - y / o;
  }

  @Override
  double scale(int outputs) {
    return 1;
  }
}
