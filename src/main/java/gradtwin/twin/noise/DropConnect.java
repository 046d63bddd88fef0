package gradtwin.twin.noise;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/**
 * Drops weights at random while training.
 *
 * <pre>{@code
 * forward   V = m * W        m = 1 with probability 1 - rate, else 0; the layer computes with V
 * backward  dW = m * dV
 * }</pre>
 *
 * <p>In prediction the weights are used as they are, as in DL4J; the paper averages over the masks
 * there, whose mean weights are (1 - rate) W. Source: Wan, Zeiler, Zhang, LeCun and Fergus,
 * "Regularization of neural networks using DropConnect", ICML 2013, section 3 and algorithm 1.
 * DL4J: {@code org.deeplearning4j.nn.conf.weightnoise.DropConnect}, whose parameter is the
 * probability of keeping, and whose layers take dV for dW: they also move weights that were
 * dropped.
 *
 * @param rate the probability of dropping a weight, from 0 to below 1
 */
public record DropConnect(double rate) implements Noise {
  public DropConnect {
    Rate.require(rate);
  }

  @Override
  public Affine draw(CounterRandom random, long iteration, Shape shape) {
    Tensor mask = Tensor.zeros(shape);
    double[] m = mask.values();
    for (int i = 0; i < m.length; i++) {
      m[i] = random.uniform(iteration, i) < rate ? 0 : 1;
    }
    return Affine.times(mask);
  }
}
