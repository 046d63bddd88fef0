package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Tensor;

/** The distribution that initial weights are drawn from. */
public interface Initializer {
  /**
   * Overwrites weights with freshly drawn ones.
   *
   * @param weights in the shape of the parameter
   * @param random the layer's random numbers
   * @param which of the layer's parameters this is, from 0
   * @param fans the sizes that the distribution may depend on
   */
  void fill(Tensor weights, CounterRandom random, int which, Fans fans);

  /**
   * How many inputs feed an output, and how many outputs an input feeds.
   *
   * @param in at least 1
   * @param out at least 1
   */
  record Fans(double in, double out) {}
}
