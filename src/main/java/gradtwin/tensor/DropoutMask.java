package gradtwin.tensor;

/**
 * Which elements dropout keeps, as a pure function of seed, layer, iteration and element, so that
 * both networks drop the same ones.
 *
 * <pre>{@code
 * factor = 1 / (1 - rate)   with probability 1 - rate
 *          0                with probability rate
 * }</pre>
 *
 * <p>"Inverted" dropout: the expected factor is 1, so nothing is scaled at prediction time. Source:
 * Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15
 * (2014), section 10 (scaling at training time).
 */
public final class DropoutMask {
  private final CounterRandom random;
  private final double rate;
  private final double kept;

  /**
   * @param seed the experiment's seed
   * @param layer the layer's index, counted from 0
   * @param rate the probability of dropping an element, from 0 to below 1
   */
  public DropoutMask(long seed, int layer, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("expected a rate from 0 to below 1, got " + rate);
    }
    this.random = new CounterRandom(seed, CounterRandom.Stream.DROPOUT, layer);
    this.rate = rate;
    this.kept = 1 / (1 - rate);
  }

  /**
   * What an element is multiplied by.
   *
   * @param iteration training steps before this one
   * @param element the element's position in the batch, row-major
   */
  public double factor(long iteration, int element) {
    return random.uniform(iteration, element) < rate ? 0 : kept;
  }

  /** The factors of a whole batch. */
  public Tensor at(long iteration, Shape shape) {
    Tensor mask = Tensor.zeros(shape);
    double[] factors = mask.values();
    for (int i = 0; i < factors.length; i++) {
      factors[i] = factor(iteration, i);
    }
    return mask;
  }
}
