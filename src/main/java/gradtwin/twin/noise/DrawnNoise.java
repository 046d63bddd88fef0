package gradtwin.twin.noise;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.init.ElementwiseInitializer;
import gradtwin.twin.init.Initializer.Fans;

/**
 * Adds numbers from a distribution to weights while training, or multiplies weights by them.
 *
 * <pre>{@code
 * forward   V = W + n   or   V = n * W      the layer computes with V
 * backward  dW = dV     or   dW = n * dV
 * }</pre>
 *
 * <p>In prediction the weights are used as they are. DL4J: {@code
 * org.deeplearning4j.nn.conf.weightnoise.WeightNoise}, the definition, whose layers take dV for dW
 * in both cases.
 *
 * @param distribution of n, the same whatever the fans
 * @param additive whether n is added
 */
public record DrawnNoise(ElementwiseInitializer distribution, boolean additive) implements Noise {
  private static final Fans ANY = new Fans(1, 1);

  @Override
  public Affine draw(CounterRandom random, long iteration, Shape shape) {
    Tensor noise = Tensor.zeros(shape);
    double[] n = noise.values();
    for (int i = 0; i < n.length; i++) {
      n[i] = distribution.draw(random, iteration, i, ANY);
    }
    return additive ? Affine.plus(noise) : Affine.times(noise);
  }
}
