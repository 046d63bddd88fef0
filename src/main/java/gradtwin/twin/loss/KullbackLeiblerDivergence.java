package gradtwin.twin.loss;

import gradtwin.twin.formula.Term;

/**
 * How far a predicted distribution is from the one that the labels are.
 *
 * <pre>{@code
 * forward   L = 1/N * sum y log(y / o)
 * backward  dL/do = -1/N * y / o
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. Labels
 * and predictions are probabilities; a term with y = 0 is 0. The gradient is that of {@link
 * CrossEntropy}, since the entropy of the labels is a constant. Source: Kullback and Leibler, "On
 * information and sufficiency", Annals of Mathematical Statistics 22 (1951), equation 2.4. DL4J:
 * {@code org.nd4j.linalg.lossfunctions.impl.LossKLD}, whose score, but not its gradient, takes
 * labels below 1e-5 for 1e-5, and predictions too: with one-hot labels it contradicts itself by as
 * much.
 */
public final class KullbackLeiblerDivergence extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return y == 0 ? 0 : y * Math.log(y / o);
  }

  @Override
  Term formula(Term o, Term y) {
    return whereNotZero(y, o, (label, p) -> label.times(label.dividedBy(p).log()));
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
