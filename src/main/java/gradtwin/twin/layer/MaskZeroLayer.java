package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A recurrent layer that is not to see some steps: those at which every feature has one value.
 *
 * <pre>{@code
 * forward   m_t = 0 if x_t = (v v ... v), else 1    y = layer(x) masked by m
 * backward  as the layer's; m is constant
 * }</pre>
 *
 * <p>Shapes: x [N, in, T], m [N, T], y [N, n, T]. v is any number, 0 by default. A mask that
 * arrives counts for nothing, and none leaves. At v the output jumps, and has no derivative with
 * respect to x. DL4J, whose definition this is: {@code
 * org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer}; see {@link LstmLayer} for what is wrong
 * with its gradients around an LSTM.
 */
public final class MaskZeroLayer implements RecurrentLayer {
  private final RecurrentLayer layer;
  private final double maskValue;

  /**
   * @param maskValue v
   */
  public MaskZeroLayer(RecurrentLayer layer, double maskValue) {
    this.layer = layer;
    this.maskValue = maskValue;
  }

  @Override
  public Optional<Layer> inner() {
    return Optional.of(layer);
  }

  @Override
  public List<Parameter> parameters() {
    return layer.parameters();
  }

  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return Optional.empty();
  }

  @Override
  public Optional<Tensor> maskOf(Tensor x, Step step) {
    return Optional.of(maskOf(x));
  }

  private Tensor maskOf(Tensor x) {
    int features = x.shape().size(1);
    int steps = x.shape().size(2);
    Tensor mask = x.newZeros(Shape.of(x.rows(), steps));
    for (int i = 0; i < x.size(); i++) {
      if (x.values()[i] != maskValue) {
        mask.values()[i / (features * steps) * steps + i % steps] = 1;
      }
    }
    return mask;
  }

  @Override
  public Term formula(Term x, Step step) {
    return formulaMasked(x, Optional.empty());
  }

  @Override
  public Term formulaMasked(Term x, Optional<Tensor> ignored) {
    Term there = x.constant(x.value()).map(z -> Complex.of(z.re() == maskValue ? 0 : 1));
    Term m = there.largest(1);
    return layer.formulaMasked(x, Optional.of(m.value()));
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    return forwardMasked(x, Optional.empty());
  }

  @Override
  public Pass forwardMasked(Tensor x, Optional<Tensor> ignored) {
    Tensor mask = maskOf(x);
    Pass inner = layer.forwardMasked(x, Optional.of(mask));
    return new Pass() {
      @Override
      public Tensor output() {
        return inner.output();
      }

      @Override
      public Tensor backward(Tensor dy) {
        return inner.backward(dy);
      }

      @Override
      public void backwardToParameters(Tensor dy) {
        inner.backwardToParameters(dy);
      }

      @Override
      public int piece() {
        return 31 * inner.piece() + Arrays.hashCode(mask.values());
      }
    };
  }
}
