package gradtwin.twin.noise;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/**
 * Multiplies elements by normal numbers of mean 1 while training, and does nothing otherwise.
 *
 * <pre>{@code
 * forward   y = m * x       m ~ N(1, rate / (1 - rate))
 * backward  dx = m * dy
 * }</pre>
 *
 * <p>Shapes: x and y [N, ...]. The factor has the mean and the variance of that of {@link Dropout}
 * with the same rate. Source: Srivastava et al., "Dropout: a simple way to prevent neural networks
 * from overfitting", JMLR 15 (2014), section 10. DL4J: {@code
 * org.deeplearning4j.nn.conf.dropout.GaussianDropout}.
 *
 * @param rate from 0 to below 1
 */
public record GaussianDropout(double rate) implements Noise {
  public GaussianDropout {
    Rate.require(rate);
  }

  @Override
  public Affine draw(CounterRandom random, long iteration, Shape shape) {
    Tensor factor = Tensor.zeros(shape);
    double[] m = factor.values();
    double deviation = Math.sqrt(rate / (1 - rate));
    for (int i = 0; i < m.length; i++) {
      m[i] = 1 + deviation * random.normal(iteration, i);
    }
    return Affine.times(factor);
  }
}
