package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;
import java.util.function.ToDoubleFunction;

/**
 * A normal distribution without what lies more than two deviations from its mean, with a deviation
 * that may depend on the fans.
 *
 * <pre>{@code
 * w = mean + deviation * F^-1(F(-2) + (F(2) - F(-2)) u),   u uniform in [0, 1), F the distribution
 *     function of N(0, 1)
 * }</pre>
 *
 * <p>The deviation of what is left is 0.8796 times the given one. DL4J: {@code
 * TruncatedNormalDistribution}, which sets half of the numbers that fall outside to the mean in
 * 1.0.0-M2.1, one in 44 of all.
 *
 * @param mean the mean
 * @param deviation gives the standard deviation before the ends are cut off, above 0
 */
public record TruncatedNormal(double mean, ToDoubleFunction<Fans> deviation)
    implements ElementwiseInitializer {
  private static final double LIMIT = 2;

  /** {@code deviation = sqrt(1 / in)}. DL4J: {@code VAR_SCALING_NORMAL_FAN_IN}. */
  public static TruncatedNormal fanIn() {
    return new TruncatedNormal(0, fans -> Math.sqrt(1 / fans.in()));
  }

  /** {@code deviation = sqrt(1 / out)}. DL4J: {@code VAR_SCALING_NORMAL_FAN_OUT}. */
  public static TruncatedNormal fanOut() {
    return new TruncatedNormal(0, fans -> Math.sqrt(1 / fans.out()));
  }

  /** {@code deviation = sqrt(2 / (in + out))}. DL4J: {@code VAR_SCALING_NORMAL_FAN_AVG}. */
  public static TruncatedNormal fanAverage() {
    return new TruncatedNormal(0, fans -> Math.sqrt(2 / (fans.in() + fans.out())));
  }

  @Override
  public double draw(CounterRandom random, long which, int element, Fans fans) {
    double low = distribution(-LIMIT);
    double high = distribution(LIMIT);
    double target = low + (high - low) * random.uniform(which, element);
    return mean + deviation.applyAsDouble(fans) * quantile(target);
  }

  /** Where the standard normal distribution function has a value, within the limit: bisection. */
  private static double quantile(double target) {
    double below = -LIMIT;
    double above = LIMIT;
    while (above - below > 0x1.0p-50) {
      double middle = (below + above) / 2;
      if (distribution(middle) < target) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return (below + above) / 2;
  }

  /**
   * The standard normal distribution function, by the series of Marsaglia, "Evaluating the normal
   * distribution", Journal of Statistical Software 11 (2004).
   */
  private static double distribution(double x) {
    double term = x;
    double sum = x;
    for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
