package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import java.util.List;

/**
 * An activation as a layer of its own.
 *
 * <pre>{@code
 * forward   y = f(x)
 * backward  dx = f'(x) * dy
 * }</pre>
 *
 * <p>Shapes: x and y [N, ...]. DL4J: {@code org.deeplearning4j.nn.conf.layers.ActivationLayer}.
 */
public final class ActivationLayer implements Layer {
  private final Activation activation;

  public ActivationLayer(Activation activation) {
    this.activation = activation;
  }

  public Activation activation() {
    return activation;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Tensor y = activation.forward(x);
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        return activation.backward(x, y, dy);
      }

      @Override
      public int piece() {
        return activation.piece(x);
      }
    };
  }
}
