package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Sigmoid;

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
