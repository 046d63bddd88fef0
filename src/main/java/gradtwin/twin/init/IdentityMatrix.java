package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/**
 * Weights that hand on what they get.
 *
 * <pre>{@code
 * W[i, j] = scale if i = j, else 0
 * W[o, i, k...] = scale if o = i and k is the center of the kernel, else 0
 * }</pre>
 *
 * <p>The first two sizes are equal, and those of a kernel odd. Source: Le, Jaitly and Hinton, "A
 * simple way to initialize recurrent networks of rectified linear units", arXiv:1504.00941 (2015).
 * DL4J: {@code IDENTITY}.
 *
 * @param scale what stands on the diagonal
 */
public record IdentityMatrix(double scale) implements Initializer {
  @Override
  public void fill(Tensor weights, CounterRandom random, int which, Fans fans) {
    Shape shape = weights.shape();
    if (shape.rank() < 2 || shape.size(0) != shape.size(1)) {
      throw new IllegalArgumentException("expected as many inputs as outputs, got " + shape);
    }
    double[] w = weights.values();
    int kernel = w.length / (shape.size(0) * shape.size(1));
    weights.fill(0);
    for (int i = 0; i < shape.size(0); i++) {
      w[(i * shape.size(0) + i) * kernel + kernel / 2] = scale;
    }
  }
}
