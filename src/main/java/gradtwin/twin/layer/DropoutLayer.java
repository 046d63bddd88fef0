package gradtwin.twin.layer;

import gradtwin.tensor.DropoutMask;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Drops elements at random while training, and does nothing otherwise.
 *
 * <pre>{@code
 * forward   y = m * x       m = 1 / (1 - rate) with probability 1 - rate, else 0
 * backward  dx = m * dy
 * }</pre>
 *
 * <p>Shapes: x and y [N, ...]. The mask comes from the caller, so that another network can use the
 * same one. Source: see {@link DropoutMask}. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.DropoutLayer}, whose parameter is the probability of keeping.
 */
public final class DropoutLayer implements Layer {
  private final DropoutMask mask;

  public DropoutLayer(DropoutMask mask) {
    this.mask = mask;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    if (!step.training()) {
      return new DropoutPass(x, Tensor::copy);
    }
    Tensor m = mask.at(step.iteration(), x.shape());
    return new DropoutPass(product(x, m), dy -> product(dy, m));
  }

  private record DropoutPass(Tensor output, UnaryOperator<Tensor> back) implements Pass {
    @Override
    public Tensor backward(Tensor dy) {
      return back.apply(dy);
    }
  }

  private static Tensor product(Tensor a, Tensor b) {
    Tensor product = a.zerosLike();
    double[] p = product.values();
    for (int i = 0; i < p.length; i++) {
      p[i] = a.values()[i] * b.values()[i];
    }
    return product;
  }
}
