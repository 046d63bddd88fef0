package gradtwin.twin.noise;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/**
 * Drops elements at random while training, and does nothing otherwise.
 *
 * <pre>{@code
 * forward   y = m * x       m = 1 / (1 - rate) with probability 1 - rate, else 0
 * backward  dx = m * dy
 * }</pre>
 *
 * <p>Shapes: x and y [N, ...]. "Inverted" dropout: the expected factor is 1, so nothing is scaled
 * at prediction time. Source: Srivastava et al., "Dropout: a simple way to prevent neural networks
 * from overfitting", JMLR 15 (2014), section 10 (scaling at training time). DL4J: {@code
 * org.deeplearning4j.nn.conf.dropout.Dropout}, whose parameter is the probability of keeping.
 *
 * @param rate the probability of dropping an element, from 0 to below 1
 */
public record Dropout(double rate) implements Noise {
  public Dropout {
    Rate.require(rate);
  }

  @Override
  public Affine draw(CounterRandom random, long iteration, Shape shape) {
    Tensor mask = Tensor.zeros(shape);
    double[] m = mask.values();
    double kept = 1 / (1 - rate);
    for (int i = 0; i < m.length; i++) {
      m[i] = random.uniform(iteration, i) < rate ? 0 : kept;
    }
    return Affine.times(mask);
  }
}
