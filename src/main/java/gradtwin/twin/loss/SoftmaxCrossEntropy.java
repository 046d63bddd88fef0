package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.formula.Term;

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

  /** With the logarithm of the sum, since a probability may round to 0. */
  @Override
  public Term formula(Term z, Targets targets) {
    Term maximum = z.constant(z.value()).largest(1); // any number would do: so this is no kink
    Term shifted = z.minus(maximum.along(z.shape(), 0));
    Term logSum = shifted.exp().sum(1).log().along(z.shape(), 0);
    Tensor counted = Tensor.zeros(z.shape());
    Counts counts = targets.counts();
    for (int i = 0; i < counted.size(); i++) {
      double count = counts.of(i / counted.columns(), i % counted.columns());
      counted.values()[i] = count * targets.labels().values()[i];
    }
    return logSum.minus(shifted).times(counted).sum().times(1.0 / targets.examples());
  }

  @Override
  public Pass forward(Tensor z, Targets targets) {
    z.requireShape(targets.labels().shape());
    Tensor p = softmax.forward(z);
    Tensor dz = z.newEmpty(z.shape());
    Counts counts = targets.counts();
    double sum = 0;
    for (int row = 0; row < z.rows(); row++) {
      sum += row(z.values(), p.values(), dz.values(), row, targets, counts);
    }
    return new FusedPass(sum / targets.examples(), p, dz);
  }

  /** Writes one row's dz and returns its loss. */
  private static double row(
      double[] z, double[] p, double[] dz, int row, Targets targets, Counts counts) {
    double[] y = targets.labels().values();
    int columns = targets.labels().columns();
    int from = row * columns;
    double maximum = Double.NEGATIVE_INFINITY;
    double labelSum = 0;
    for (int j = 0; j < columns; j++) {
      maximum = Math.max(maximum, z[from + j]);
      labelSum += counts.of(row, j) * y[from + j];
    }
    double exponentials = 0;
    for (int j = from; j < from + columns; j++) {
      exponentials += Math.exp(z[j] - maximum);
    }
    double logSum = Math.log(exponentials);
    double loss = 0;
    for (int j = 0; j < columns; j++) {
      int i = from + j;
      double label = counts.of(row, j) * y[i];
      loss += label == 0 ? 0 : label * (logSum + (maximum - z[i]));
      dz[i] = (p[i] * labelSum - label) / targets.examples();
    }
    return loss;
  }
}
