package gradtwin.twin.noise;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/**
 * Adds normal numbers while training, and does nothing otherwise.
 *
 * <pre>{@code
 * forward   y = x + n       n ~ N(0, standardDeviation^2)
 * backward  dx = dy
 * }</pre>
 *
 * <p>Shapes: x and y [N, ...]. Source: Bishop, "Training with noise is equivalent to Tikhonov
 * regularization", Neural Computation 7 (1995). DL4J: {@code
 * org.deeplearning4j.nn.conf.dropout.GaussianNoise}.
 *
 * @param standardDeviation above 0
 */
public record GaussianNoise(double standardDeviation) implements Noise {
  @Override
  public Affine draw(CounterRandom random, long iteration, Shape shape) {
    Tensor noise = Tensor.zeros(shape);
    double[] n = noise.values();
    for (int i = 0; i < n.length; i++) {
      n[i] = standardDeviation * random.normal(iteration, i);
    }
    return Affine.plus(noise);
  }
}
