package gradtwin.tensor;

/**
 * What pulls a parameter towards zero.
 *
 * <pre>{@code
 * penalty(w)     = l1 * sum |w| + l2/2 * sum w^2 + weightDecay/2 * sum w^2
 * added to dw    : l1 * sign(w) + l2 * w          (before the optimizer sees the gradient)
 * added to step  : weightDecay * learningRate * w  (after the optimizer, decoupled)
 * }</pre>
 *
 * <p>None of the three is divided by the batch size. Decoupled weight decay is not a term of the
 * objective in its paper (Loshchilov and Hutter, ICLR 2019, algorithm 2); it is counted in the
 * penalty because DL4J 1.0.0-M2.1 counts it in its score (WeightDecay.score).
 *
 * @param l1 factor of the absolute values, at least 0
 * @param l2 factor of half the squares, at least 0
 * @param weightDecay factor of the decay that bypasses the optimizer, at least 0
 */
public record Penalty(double l1, double l2, double weightDecay) {
  public static final Penalty NONE = new Penalty(0, 0, 0);

  /** The value of the penalty for the given weights. */
  public double of(Tensor w) {
    double absolute = 0;
    double squared = 0;
    for (double value : w.values()) {
      absolute += Math.abs(value);
      squared += value * value;
    }
    return l1 * absolute + (l2 + weightDecay) / 2 * squared;
  }

  /** Adds the derivative of the L1 and L2 terms at {@code w} to {@code dw}. */
  public void addGradient(Tensor w, Tensor dw) {
    if (l1 == 0 && l2 == 0) {
      return;
    }
    double[] weights = w.values();
    double[] gradient = dw.values();
    for (int i = 0; i < weights.length; i++) {
      gradient[i] += l1 * Math.signum(weights[i]) + l2 * weights[i];
    }
  }
}
