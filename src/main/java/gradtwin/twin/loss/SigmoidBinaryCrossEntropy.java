package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;

/**
 * Sigmoid followed by binary cross-entropy, without the logarithm of a rounded probability.
 *
 * <pre>{@code
 * forward   o = sigmoid(z)    L = 1/N * sum mask * (max(z, 0) - z y + log1p(exp(-|z|)))
 * backward  dz = 1/N * mask * (o - y)
 * }</pre>
 *
 * <p>Source: Bishop, "Pattern Recognition and Machine Learning" (2006), equations 4.90 and 4.91.
 * DL4J ({@code LossBinaryXENT}) composes the two and clips o, so its gradient differs where o is
 * within the clip of 0 or 1.
 */
public final class SigmoidBinaryCrossEntropy implements Objective {
  /** As large as this, a rounded number has no digits left of another one around 1. */
  private static final double ALL_DIGITS = 0x1p53;

  private final Sigmoid sigmoid;
  private final BinaryCrossEntropy binaryCrossEntropy = new BinaryCrossEntropy();

  SigmoidBinaryCrossEntropy(Sigmoid sigmoid) {
    this.sigmoid = sigmoid;
  }

  @Override
  public Activation activation() {
    return sigmoid;
  }

  @Override
  public Loss loss() {
    return binaryCrossEntropy;
  }

  /**
   * {@code -log o = softplus(-z)} and {@code -log (1 - o) = softplus(z)}, which have no logarithm
   * of a rounded o, but in their values its rounding, as DL4J has it; and in the derivative of the
   * first, which is o - 1.
   */
  @Override
  public Term formula(Term z, Targets targets) {
    Tensor ofYes = z.value().zerosLike();
    Tensor ofNo = z.value().zerosLike();
    Counts counts = targets.counts();
    int outputs = z.shape().size(1);
    for (int i = 0; i < ofYes.size(); i++) {
      double count = counts.of(i / outputs, i % outputs);
      double y = targets.labels().values()[i];
      ofYes.values()[i] = count * y;
      ofNo.values()[i] = count * (1 - y);
    }
    Term yes = z.negated().activated(Complex::softplus, at -> 1, loss -> 1).times(ofYes);
    Term no =
        z.activated(Complex::softplus, at -> Math.min(1 + Math.exp(at), ALL_DIGITS)).times(ofNo);
    return yes.plus(no).sum().times(1.0 / targets.examples());
  }

  @Override
  public Pass forward(Tensor z, Targets targets) {
    Tensor labels = targets.labels();
    z.requireShape(labels.shape());
    Tensor o = sigmoid.forward(z);
    Tensor dz = z.zerosLike();
    Counts counts = targets.counts();
    double[] at = z.values();
    double[] y = labels.values();
    double sum = 0;
    for (int row = 0, i = 0; i < at.length; row++) {
      for (int j = 0; j < z.columns(); j++, i++) {
        double count = counts.of(row, j);
        double loss = Math.max(at[i], 0) - at[i] * y[i] + Math.log1p(Math.exp(-Math.abs(at[i])));
        sum += count * loss;
        dz.values()[i] = count * (o.values()[i] - y[i]) / targets.examples();
      }
    }
    return new FusedPass(sum / targets.examples(), o, dz);
  }
}
