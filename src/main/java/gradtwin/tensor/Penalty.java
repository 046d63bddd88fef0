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

  /** The value of the penalty for the given weights, of sums that lose nothing to rounding. */
  public double of(Tensor w) {
    double[] sums = new double[2];
    Accumulator accumulator = new Accumulator(sums);
    for (double value : w.values()) {
      accumulator.add(0, Math.abs(value));
      accumulator.add(1, value * value);
    }
    accumulator.finish();
    return of(sums[0], sums[1]);
  }

  /**
   * What the rounding of plain sums in float64 makes of it: numbers that are added one by one. They
   * have one sign, so that the errors do not cancel: of 25,000 squares some 300 roundings are left.
   */
  public double roundingOfPlainSums(Tensor w) {
    double absolute = 0;
    double squared = 0;
    for (double value : w.values()) {
      absolute += Math.abs(value);
      squared += value * value;
    }
    return Math.abs(of(absolute, squared) - of(w));
  }

  /** The same of plain sums in float32. */
  public double roundingOfPlainSumsInFloat32(Tensor w) {
    float absolute = 0;
    float squared = 0;
    for (double value : w.values()) {
      float rounded = (float) value;
      absolute += Math.abs(rounded);
      squared += rounded * rounded;
    }
    return Math.abs(of(absolute, squared) - of(w));
  }

  private double of(double absolute, double squared) {
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
