package gradtwin.twin.noise;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.Arrays;

/**
 * Drops whole channels at random while training, and does nothing otherwise.
 *
 * <pre>{@code
 * forward   y = m * x       m = 1 / (1 - rate) with probability 1 - rate, else 0, one per channel
 * backward  dx = m * dy
 * }</pre>
 *
 * <p>Shapes: x and y [N, C, P...], one m for each example and channel at all positions. Source:
 * Tompson et al., "Efficient object localization using convolutional networks", CVPR 2015, section
 * 3.2. DL4J: {@code org.deeplearning4j.nn.conf.dropout.SpatialDropout}, whose parameter is the
 * probability of keeping.
 *
 * @param rate the probability of dropping a channel, from 0 to below 1
 */
public record SpatialDropout(double rate) implements Noise {
  public SpatialDropout {
    Rate.require(rate);
  }

  @Override
  public Affine draw(CounterRandom random, long iteration, Shape shape) {
    Tensor mask = Tensor.zeros(shape);
    int channels = shape.size(0) * shape.size(1);
    int positions = shape.elements() / channels;
    double kept = 1 / (1 - rate);
    for (int channel = 0; channel < channels; channel++) {
      double m = random.uniform(iteration, channel) < rate ? 0 : kept;
      Arrays.fill(mask.values(), channel * positions, (channel + 1) * positions, m);
    }
    return Affine.times(mask);
  }
}
