package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Tensor;

/** An initializer that draws each weight alone. */
public interface ElementwiseInitializer extends Initializer {
  /**
   * One weight.
   *
   * @param which sequence of random numbers this is from: that of a parameter
   * @param element which weight of it, from 0
   */
  double draw(CounterRandom random, long which, int element, Fans fans);

  @Override
  default void fill(Tensor weights, CounterRandom random, int which, Fans fans) {
    for (int i = 0; i < weights.size(); i++) {
      weights.values()[i] = draw(random, which, i, fans);
    }
  }
}
