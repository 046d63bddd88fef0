package gradtwin.twin.activation;

import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Term;

/**
 * The normalized exponential of each row.
 *
 * <pre>{@code
 * forward   y_i = exp(z_i - max z) / sum_k exp(z_k - max z)
 * backward  dz_i = y_i (dy_i - sum_k dy_k y_k)
 * }</pre>
 *
 * <p>Shapes: z and y [N, classes]. The rows of y are positive and sum to 1; subtracting the maximum
 * changes nothing but the overflow. The backward pass is the honest Jacobian, whatever the loss;
 * the short form together with cross-entropy is a class of its own, {@link
 * gradtwin.twin.loss.SoftmaxCrossEntropy}. Source: Bridle, "Probabilistic interpretation of
 * feedforward classification network outputs", in Neurocomputing (1990), section 2. DL4J: {@code
 * org.nd4j.linalg.activations.impl.ActivationSoftmax}.
 */
public final class Softmax implements Activation {
  @Override
  public Tensor forward(Tensor z) {
    Tensor y = z.newEmpty(z.shape());
    int columns = z.columns();
    for (int row = 0; row < z.size(); row += columns) {
      softmaxRow(z.values(), y.values(), row, columns);
    }
    return y;
  }

  @Override
  public Term formula(Term z) {
    Term maximum = z.constant(z.value()).largest(1); // any number would do: so this is no kink
    Term e = z.minus(maximum.along(z.shape(), 0)).exp();
    return e.dividedBy(e.sum(1).along(z.shape(), 0));
  }

  private static void softmaxRow(double[] z, double[] y, int from, int columns) {
    double maximum = Double.NEGATIVE_INFINITY;
    for (int j = from; j < from + columns; j++) {
      maximum = Math.max(maximum, z[j]);
    }
    double sum = 0;
    for (int j = from; j < from + columns; j++) {
      y[j] = Math.exp(z[j] - maximum);
      sum += y[j];
    }
    for (int j = from; j < from + columns; j++) {
      y[j] /= sum;
    }
  }

  @Override
  public Tensor backward(Tensor z, Tensor y, Tensor dy) {
    Tensor dz = z.newEmpty(z.shape());
    double[] p = y.values();
    double[] incoming = dy.values();
    double[] out = dz.values();
    int columns = z.columns();
    for (int row = 0; row < p.length; row += columns) {
      double dot = 0;
      for (int j = row; j < row + columns; j++) {
        dot += incoming[j] * p[j];
      }
      for (int j = row; j < row + columns; j++) {
        out[j] = p[j] * (incoming[j] - dot);
      }
    }
    return dz;
  }
}
