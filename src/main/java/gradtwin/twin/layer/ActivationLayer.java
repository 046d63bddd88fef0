package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Elementwise;
import gradtwin.twin.formula.Term;
import java.util.List;

/**
 * An activation as a layer of its own.
 *
 * <pre>{@code
 * forward   y = f(x)
 * backward  dx = f'(x) * dy
 * }</pre>
 *
 * <p>Shapes: x and y [N, ...]. A function of several outputs, such as softmax, is one of the
 * features at each position. DL4J: {@code org.deeplearning4j.nn.conf.layers.ActivationLayer}.
 */
public final class ActivationLayer implements ActivatedLayer {
  private final Activation activation;

  public ActivationLayer(Activation activation) {
    this.activation = activation;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  public ActivationLayer withActivation(Activation other) {
    return new ActivationLayer(other);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Term formula(Term x, Step step) {
    return activation instanceof Elementwise
        ? activation.formula(x)
        : RowTerms.backTo(activation.formula(RowTerms.ofPositions(x)), x.shape());
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    boolean alone = activation instanceof Elementwise;
    Tensor z = alone ? x : Positions.toRows(x);
    Tensor y = activation.forward(z);
    Tensor output = alone ? y : Positions.fromRows(y, x.shape());
    return new Pass() {
      @Override
      public Tensor output() {
        return output;
      }

      @Override
      public Tensor backward(Tensor dy) {
        Tensor dz = activation.backward(z, y, alone ? dy : Positions.toRows(dy));
        return alone ? dz : Positions.fromRows(dz, x.shape());
      }

      @Override
      public int piece() {
        return activation.piece(z);
      }
    };
  }
}
