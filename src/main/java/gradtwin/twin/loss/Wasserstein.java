package gradtwin.twin.loss;

import gradtwin.twin.formula.Term;

/**
 * The score of a critic: each output times its label, averaged over outputs and examples.
 *
 * <pre>{@code
 * forward   L = 1/(N outputs) * sum y o
 * backward  dL/do = y/(N outputs)
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] or [N, outputs] counts examples or outputs. Labels
 * are -1 for real and 1 for generated examples; the loss has no minimum of its own. Source:
 * Arjovsky, Chintala and Bottou, "Wasserstein generative adversarial networks", ICML 2017, section
 * 3. DL4J: {@code org.nd4j.linalg.lossfunctions.impl.LossWasserstein}, which writes a mask of
 * outputs into the labels it is given.
 */
public final class Wasserstein extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return y * o;
  }

  @Override
  Term formula(Term o, Term y) {
    return o.times(y);
  }

  @Override
  double derivative(double o, double y) {
    return y;
  }

  @Override
  double scale(int outputs) {
    return 1.0 / outputs;
  }
}
