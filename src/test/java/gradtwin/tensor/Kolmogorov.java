package gradtwin.tensor;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** How far a sample lies from the distribution that it is said to come from. */
public final class Kolmogorov {
  /**
   * The largest {@code sqrt(n) D} that is accepted. The limit distribution is exceeded there with
   * probability 2 exp(-2 * 2.5^2) = 7e-6 (Kolmogorov 1933); our samples are fixed by their seeds,
   * so that a test which passes once passes always.
   */
  public static final double LIMIT = 2.5;

  private Kolmogorov() {}

  /** {@code sqrt(n) D}: the scaled greatest distance between sample and distribution function. */
  public static double distance(double[] sample, DoubleUnaryOperator distribution) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    double n = sorted.length;
    double greatest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double expected = distribution.applyAsDouble(sorted[i]);
      greatest = Math.max(greatest, Math.max(expected - i / n, (i + 1) / n - expected));
    }
    return Math.sqrt(n) * greatest;
  }

  /** The distribution function of U(low, high). */
  public static DoubleUnaryOperator uniform(double low, double high) {
    return x -> Math.min(1, Math.max(0, (x - low) / (high - low)));
  }

  /**
   * The distribution function of N(mean, deviation²), by the series of Marsaglia, "Evaluating the
   * normal distribution", Journal of Statistical Software 11 (2004): 1/2 + φ(x) (x + x³/3 +
   * x⁵/(3·5) + ...).
   */
  public static DoubleUnaryOperator normal(double mean, double deviation) {
    return value -> {
      double x = (value - mean) / deviation;
      if (Math.abs(x) > 8) {
        return x > 0 ? 1 : 0;
      }
      double term = x;
      double sum = x;
      for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
        term *= x * x / i;
        sum += term;
      }
      return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    };
  }

  public static double mean(double[] sample) {
    return Arrays.stream(sample).average().orElseThrow();
  }

  public static double variance(double[] sample) {
    double mean = mean(sample);
    return Arrays.stream(sample).map(x -> (x - mean) * (x - mean)).sum() / (sample.length - 1);
  }
}
