package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;

/**
 * How many of some independent trials succeed.
 *
 * <pre>{@code
 * w = the smallest k with P(0) + ... + P(k) > u,   u uniform in [0, 1)
 * P(k) = (trials over k) probability^k (1 - probability)^(trials - k)
 * }</pre>
 *
 * <p>DL4J: {@code BinomialDistribution}.
 *
 * @param trials at least 1
 * @param probability of success in each, from 0 to 1
 */
public record Binomial(int trials, double probability) implements ElementwiseInitializer {
  @Override
  public double draw(CounterRandom random, long which, int element, Fans fans) {
    double left = random.uniform(which, element);
    int k = 0;
    while (k < trials && left >= mass(k)) {
      left -= mass(k);
      k++;
    }
    return k;
  }

  /** P(k), by its logarithm, which does not overflow. */
  private double mass(int k) {
    if (probability == 0 || probability == 1) {
      return k == trials * probability ? 1 : 0;
    }
    double logarithm = k * Math.log(probability) + (trials - k) * Math.log1p(-probability);
    for (int i = 1; i <= k; i++) {
      logarithm += Math.log((trials - k + i) / (double) i);
    }
    return Math.exp(logarithm);
  }
}
