package gradtwin.spec;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;

/**
 * Where a layer stands in its network.
 *
 * @param index counted from 0
 * @param part which of several layers that share the index, such as the two directions of a
 *     bidirectional one; 0 for a layer of its own
 * @param input the shape of one example as it arrives
 * @param seed the experiment's
 * @param training what the layer does not say itself: optimizer and gradient normalization
 */
public record LayerContext(int index, int part, Shape input, long seed, TrainingSpec training) {
  /** Room for the parameters of one part among the random numbers of a layer. */
  private static final int PARAMETERS = 16;

  LayerContext(int index, Shape input, long seed, TrainingSpec training) {
    this(index, 0, input, seed, training);
  }

  /** The same place for a layer that shares it. */
  LayerContext part(int other) {
    return new LayerContext(index, other, input, seed, training);
  }

  /** The same place with another input. */
  LayerContext withInput(Shape other) {
    return new LayerContext(index, part, other, seed, training);
  }

  /** The random numbers of this layer's initial parameters. */
  CounterRandom initialization() {
    return new CounterRandom(seed, CounterRandom.Stream.INITIALIZATION, index);
  }

  /** Which of the layer's random numbers are a parameter's, given its place among its part's. */
  int initialization(int parameter) {
    return part * PARAMETERS + parameter;
  }
}
