package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/**
 * An early reading of Glorot and Bengio's rule: {@code w ~ N(0, 1 / (sizes of the first two
 * axes))}, half its variance for a dense layer.
 *
 * <p>DL4J: {@code XAVIER_LEGACY}, the definition.
 */
public record GlorotLegacy() implements Initializer {
  @Override
  public void fill(Tensor weights, CounterRandom random, int which, Fans fans) {
    Shape shape = weights.shape();
    int sizes = shape.rank() == 1 ? 1 + shape.size(0) : shape.size(0) + shape.size(1);
    double deviation = 1 / Math.sqrt(sizes);
    for (int i = 0; i < weights.size(); i++) {
      weights.values()[i] = deviation * random.normal(which, i);
    }
  }
}
