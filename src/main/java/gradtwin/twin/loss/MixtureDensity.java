package gradtwin.twin.loss;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Term;

/**
 * The negative log-likelihood of labels under a mixture of Gaussians whose parameters are
 * predicted.
 *
 * <pre>{@code
 * o = (a_1..a_K, s_1..s_K, m_1..m_K)    alpha = softmax(a)    sigma = exp(s)    w = width of a label
 * l_k = log alpha_k - w (s_k + log(2 pi)/2) - |y - m_k|^2 / (2 sigma_k^2)
 * forward   L = -1/N * sum over examples of log sum_k exp(l_k)
 * backward  with pi = softmax(l):
 *           dL/da_k = 1/N * (alpha_k - pi_k)
 *           dL/ds_k = 1/N * pi_k (w - |y - m_k|^2 / sigma_k^2)
 *           dL/dm_k = 1/N * pi_k (m_k - y) / sigma_k^2
 * }</pre>
 *
 * <p>Shapes: y [N, w], o [N, (w + 2) K]; a mask [N, 1] counts examples. What such a network
 * predicts is the mean of the mixture. The logarithm of the sum is taken with the largest l_k in
 * front, so that labels far from every mean cost a finite amount. Source: Bishop, "Mixture density
 * networks", Aston University technical report NCRG/94/004 (1994). DL4J: {@code
 * org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity}, whose score is infinite where every
 * density underflows, and which computes in ND4J's default type whatever the network's is.
 */
public final class MixtureDensity extends RowwiseLoss {
  private static final double LOG_SQRT_2_PI = Math.log(2 * Math.PI) / 2;

  private final int gaussians;

  /**
   * @param gaussians K, at least 1
   */
  public MixtureDensity(int gaussians) {
    this.gaussians = gaussians;
  }

  @Override
  int outputs(int labels) {
    return (labels + 2) * gaussians;
  }

  @Override
  double value(Row row) {
    return -logSum(logDensities(row), 0, gaussians);
  }

  @Override
  Term formula(Term o, Term y) {
    int width = y.shape().size(1);
    Shape means = Shape.of(o.shape().size(0), gaussians, width);
    Term a = o.slice(1, 0, gaussians);
    Term s = o.slice(1, gaussians, 2 * gaussians);
    Term m = o.slice(1, 2 * gaussians, outputs(width)).reshaped(means);
    Term logAlpha = a.minus(logSum(a).along(a.shape(), 0));
    Term squares = y.along(means, 0, 2).minus(m).square().sum(2);
    Term distances = squares.times(s.times(-2).exp()).times(0.5);
    Term densities = logAlpha.minus(s.plus(LOG_SQRT_2_PI).times(width)).minus(distances);
    return logSum(densities).negated();
  }

  /** log sum exp(x) of each row, with the largest in front. */
  private static Term logSum(Term x) {
    Term largest = x.constant(x.value()).largest(1); // any number would do: so this is no kink
    return x.minus(largest.along(x.shape(), 0)).exp().sum(1).log().plus(largest);
  }

  @Override
  void gradient(Row row, double factor, double[] gradient) {
    double[] densities = logDensities(row);
    double logDensity = logSum(densities, 0, gaussians);
    double logWeights = logSum(row.o(), row.at(), gaussians);
    int width = row.labels();
    for (int k = 0; k < gaussians; k++) {
      double posterior = Math.exp(densities[k] - logDensity);
      double alpha = Math.exp(row.output(k) - logWeights);
      double precision = precision(row, k);
      gradient[row.at() + k] = factor * (alpha - posterior);
      gradient[row.at() + gaussians + k] =
          factor * posterior * (width - squaredDistance(row, k) * precision);
      for (int j = 0; j < width; j++) {
        int mean = mean(k, j, width);
        gradient[row.at() + mean] =
            factor * posterior * (row.output(mean) - row.label(j)) * precision;
      }
    }
  }

  /** l_k of each Gaussian. */
  private double[] logDensities(Row row) {
    double logWeights = logSum(row.o(), row.at(), gaussians);
    double[] densities = new double[gaussians];
    for (int k = 0; k < gaussians; k++) {
      densities[k] =
          row.output(k)
              - logWeights
              - row.labels() * (row.output(gaussians + k) + LOG_SQRT_2_PI)
              - squaredDistance(row, k) * precision(row, k) / 2;
    }
    return densities;
  }

  /** 1 / sigma_k^2 */
  private double precision(Row row, int k) {
    return Math.exp(-2 * row.output(gaussians + k));
  }

  private double squaredDistance(Row row, int k) {
    double sum = 0;
    for (int j = 0; j < row.labels(); j++) {
      double d = row.label(j) - row.output(mean(k, j, row.labels()));
      sum += d * d;
    }
    return sum;
  }

  private static double logSum(double[] values, int from, int count) {
    double maximum = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      maximum = Math.max(maximum, values[i]);
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += Math.exp(values[i] - maximum);
    }
    return maximum + Math.log(sum);
  }

  @Override
  public Tensor estimate(Tensor predictions) {
    int width = predictions.columns() / gaussians - 2;
    Tensor means = Tensor.zeros(Shape.of(predictions.rows(), width));
    double[] o = predictions.values();
    for (int row = 0; row < predictions.rows(); row++) {
      int at = row * predictions.columns();
      double logWeights = logSum(o, at, gaussians);
      for (int k = 0; k < gaussians; k++) {
        double alpha = Math.exp(o[at + k] - logWeights);
        for (int j = 0; j < width; j++) {
          means.values()[row * width + j] += alpha * o[at + mean(k, j, width)];
        }
      }
    }
    return means;
  }

  /** Where the mean of a Gaussian for a label stands among the outputs. */
  private int mean(int k, int j, int width) {
    return 2 * gaussians + k * width + j;
  }
}
