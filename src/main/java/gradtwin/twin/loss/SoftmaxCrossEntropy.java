package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Softmax;

/**
 * Softmax followed by cross-entropy, without the logarithm of a rounded probability.
 *
 * <pre>{@code
 * forward   p = softmax(z)    L = 1/N * sum_i y_i (log sum_k exp(z_k - m) + m - z_i),  m = max z
 * backward  dz_i = 1/N * (p_i sum_k y_k - y_i)
 * }</pre>
 *
 * <p>For labels that sum to 1 the backward pass is the familiar (p - y)/N. DL4J ({@code
 * LossMCXENT}) uses that form for all labels, although its own score needs the sum, and clips p in
 * its score only. Source: Bishop, "Pattern Recognition and Machine Learning" (2006), equations
 * 4.108 and 4.109; the sum over y_k stays because sum_k y_k = 1 is not assumed.
 */
public final class SoftmaxCrossEntropy implements Objective {
  private final Softmax softmax;
  private final CrossEntropy crossEntropy = new CrossEntropy();

  SoftmaxCrossEntropy(Softmax softmax) {
    this.softmax = softmax;
  }

  @Override
  public Activation activation() {
    return softmax;
  }

  @Override
  public Loss loss() {
    return crossEntropy;
  }

  @Override
  public Pass forward(Tensor z, Tensor labels) {
    z.requireShape(labels.shape());
    Tensor p = softmax.forward(z);
    Tensor dz = z.zerosLike();
    int columns = z.columns();
    double sum = 0;
    for (int row = 0; row < z.size(); row += columns) {
      sum += row(z.values(), p.values(), labels.values(), dz.values(), row, columns, z.rows());
    }
    return new FusedPass(sum / z.rows(), p, dz);
  }

  /** Writes one example's dz and returns its loss. */
  private static double row(
      double[] z, double[] p, double[] y, double[] dz, int from, int columns, int examples) {
    double maximum = Double.NEGATIVE_INFINITY;
    double labelSum = 0;
    for (int j = from; j < from + columns; j++) {
      maximum = Math.max(maximum, z[j]);
      labelSum += y[j];
    }
    double exponentials = 0;
    for (int j = from; j < from + columns; j++) {
      exponentials += Math.exp(z[j] - maximum);
    }
    double logSum = Math.log(exponentials);
    double loss = 0;
    for (int j = from; j < from + columns; j++) {
      loss += y[j] == 0 ? 0 : y[j] * (logSum + (maximum - z[j]));
      dz[j] = (p[j] * labelSum - y[j]) / examples;
    }
    return loss;
  }
}
