package gradtwin.twin.noise;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.Optional;

/**
 * Dropout that keeps the mean 0 and the variance 1 of what selu makes: it sets elements to selu's
 * lower limit rather than to 0.
 *
 * <pre>{@code
 * forward   y = a (m x + (1 - m) limit) + b     m = 1 with probability q = 1 - rate, else 0
 *           limit = -1.7580993408473766
 *           a = 1 / sqrt(q + limit^2 q (1 - q))    b = -a (1 - q) limit
 * backward  dx = a m * dy
 * }</pre>
 *
 * <p>Shapes: x and y [N, ...]. The limit is minus the product of selu's lambda and alpha. Source:
 * Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks", NIPS 2017, "new
 * dropout technique". DL4J: {@code org.deeplearning4j.nn.conf.dropout.AlphaDropout}, whose
 * parameter is the probability of keeping.
 *
 * @param rate the probability of dropping an element, from 0 to below 1
 */
public record AlphaDropout(double rate) implements Noise {
  private static final double LIMIT = -1.0507009873554805 * 1.6732632423543772;

  public AlphaDropout {
    Rate.require(rate);
  }

  @Override
  public Affine draw(CounterRandom random, long iteration, Shape shape) {
    double q = 1 - rate;
    double a = 1 / Math.sqrt(q + LIMIT * LIMIT * q * (1 - q));
    double b = -a * (1 - q) * LIMIT;
    Tensor factor = Tensor.zeros(shape);
    Tensor offset = Tensor.zeros(shape);
    for (int i = 0; i < shape.elements(); i++) {
      boolean dropped = random.uniform(iteration, i) < rate;
      factor.values()[i] = dropped ? 0 : a;
      offset.values()[i] = dropped ? a * LIMIT + b : b;
    }
    return new Affine(Optional.of(factor), Optional.of(offset));
  }
}
