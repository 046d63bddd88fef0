package gradtwin.twin.layer;

import gradtwin.twin.formula.Term;

/**
 * The function that keeps the direction of a capsule's vector and brings its length between 0 and
 * 1.
 *
 * <pre>{@code
 * forward   v = g s    g = q / ((1 + q) √(q + ε))    q = |s|²    ε = 1e-5
 * backward  ds = g dv + 2 g' (s · dv) s    g' = dg/dq = (1/(1 + q) - q/(2 (q + ε))) / ((1 + q) √(q + ε))
 * }</pre>
 *
 * <p>A vector of zeros stays one. Source: Sabour, Frosst and Hinton, "Dynamic routing between
 * capsules", NIPS 2017, equation 1, where ε is 0; it is DL4J's ({@code
 * org.deeplearning4j.util.CapsuleUtils}).
 */
final class Squash {
  private static final double EPSILON = 1e-5;

  private Squash() {}

  /**
   * Overwrites v with the squashed vectors of s, one after the other.
   *
   * @param d the length of each vector
   */
  static void forward(double[] s, int d, double[] v) {
    for (int from = 0; from < s.length; from += d) {
      double q = dot(s, s, from, d);
      double g = q / ((1 + q) * Math.sqrt(q + EPSILON));
      for (int k = from; k < from + d; k++) {
        v[k] = g * s[k];
      }
    }
  }

  /** The squashed vectors of s [N, capsules, d] as a formula. */
  static Term formula(Term s) {
    Term q = s.square().sum(2);
    Term g = q.dividedBy(q.plus(1).times(q.plus(EPSILON).sqrt()));
    return s.times(g.along(s.shape(), 0, 1));
  }

  /** Overwrites ds with the gradient with respect to s. */
  static void backward(double[] s, double[] dv, int d, double[] ds) {
    for (int from = 0; from < s.length; from += d) {
      double q = dot(s, s, from, d);
      double scale = 1 / ((1 + q) * Math.sqrt(q + EPSILON));
      double g = q * scale;
      double slope = (1 / (1 + q) - q / (2 * (q + EPSILON))) * scale;
      double along = 2 * slope * dot(s, dv, from, d);
      for (int k = from; k < from + d; k++) {
        ds[k] = g * dv[k] + along * s[k];
      }
    }
  }

  private static double dot(double[] a, double[] b, int from, int d) {
    double sum = 0;
    for (int k = from; k < from + d; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
