package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;

/** The distribution that an initial weight is drawn from. */
public interface Initializer {
  /**
   * One weight.
   *
   * @param random the layer's random numbers
   * @param element which weight, from 0
   * @param fans the sizes that the distribution may depend on
   */
  double draw(CounterRandom random, int element, Fans fans);

  /**
   * How many inputs feed an output, and how many outputs an input feeds.
   *
   * @param in at least 1
   * @param out at least 1
   */
  record Fans(int in, int out) {}
}
