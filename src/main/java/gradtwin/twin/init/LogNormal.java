package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;

/**
 * A distribution whose logarithm is normal, {@code log w ~ N(mean, deviation^2)}.
 *
 * <p>DL4J: {@code LogNormalDistribution}.
 *
 * @param mean of the logarithm
 * @param deviation of the logarithm, above 0
 */
public record LogNormal(double mean, double deviation) implements ElementwiseInitializer {
  @Override
  public double draw(CounterRandom random, long which, int element, Fans fans) {
    return Math.exp(mean + deviation * random.normal(which, element));
  }
}
