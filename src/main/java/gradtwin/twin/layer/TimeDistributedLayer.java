package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * A layer for rows, at each step of a sequence by itself.
 *
 * <pre>{@code
 * forward   y_t = layer(x_t)
 * backward  dx_t = layer back(dy_t); the gradients of the parameters are summed over t
 * }</pre>
 *
 * <p>Shapes: x [N, in, T], y [N, out, T]. The layer gets all steps of all examples as the rows of
 * one batch, and their mask as a mask of rows. DL4J, whose definition this is: {@code
 * org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed}. With a mask, 1.0.0-M2.1 masks the
 * wrong rows: {@code TimeDistributedLayer} orders rows by example, their mask by step.
 */
public final class TimeDistributedLayer implements Layer {
  private final Layer layer;

  public TimeDistributedLayer(Layer layer) {
    this.layer = layer;
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
  public Term formula(Term x, Step step) {
    Term rows = RowTerms.ofPositions(x);
    Shape ofRows = Shape.of(rows.shape().size(0), 1);
    Term y = layer.formula(rows, step.withMask(step.mask().map(m -> m.reshaped(ofRows))));
    return RowTerms.backTo(y, x.shape());
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Tensor rows = Positions.toRows(x);
    Shape ofRows = Shape.of(rows.rows(), 1);
    Pass inner = layer.forward(rows, step.withMask(step.mask().map(m -> m.reshaped(ofRows))));
    Tensor y = Positions.fromRows(inner.output(), x.shape());
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        return Positions.fromRows(inner.backward(Positions.toRows(dy)), x.shape());
      }

      @Override
      public void backwardToParameters(Tensor dy) {
        inner.backwardToParameters(Positions.toRows(dy));
      }

      @Override
      public int piece() {
        return inner.piece();
      }
    };
  }
}
