package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * Multiplies each feature by a weight of its own.
 *
 * <pre>{@code
 * forward   z = w * x + b      y = f(z)
 * backward  dz = f'(z) * dy    dw = sum of x * dz    db = sum of dz    dx = w * dz
 * }</pre>
 *
 * <p>Shapes: x and y [N, n] or [N, n, T], w and b [n]; the sums are over the examples, and the
 * steps of a sequence. The output at a masked step is 0. An image or a volume is taken as one row.
 * Source: the definition is that of DL4J, {@code
 * org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer}.
 */
public final class ElementWiseMultiplicationLayer implements ActivatedLayer {
  private final Parameter weights;
  private final Parameter bias;
  private final Activation activation;

  /**
   * @param weights [n]
   * @param bias [n]
   */
  public ElementWiseMultiplicationLayer(Parameter weights, Parameter bias, Activation activation) {
    bias.value().requireShape(weights.value().shape());
    this.weights = weights;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  public ElementWiseMultiplicationLayer withActivation(Activation other) {
    return new ElementWiseMultiplicationLayer(weights, bias, other);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weights, bias);
  }

  @Override
  public Term formula(Term x, Step step) {
    boolean sequence = x.shape().rank() == 3;
    Term rows = sequence ? RowTerms.ofPositions(x) : RowTerms.flat(x);
    Term w = x.variable(weights.value()).along(rows.shape(), 1);
    Term z = RowTerms.plusRow(rows.times(w), x.variable(bias.value()));
    Term y = RowTerms.masked(activation.formula(RowTerms.masked(z, step.mask())), step.mask());
    return sequence ? RowTerms.backTo(y, x.shape()) : y;
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    boolean sequence = x.shape().rank() == 3;
    Tensor rows = sequence ? Positions.toRows(x) : x.reshaped(Shape.of(x.rows(), x.columns()));
    double[] w = weights.value().values();
    Channels channels = new Channels(rows.shape(), Optional.empty());
    channels.require(w.length);
    Tensor z = channels.linear(w, rows, bias.value().values());
    step.mask().ifPresent(mask -> Rows.mask(z, mask));
    Tensor y = activation.forward(z);
    step.mask().ifPresent(mask -> Rows.mask(y, mask));
    Tensor output = sequence ? Positions.fromRows(y, x.shape()) : y;
    return new Pass() {
      @Override
      public Tensor output() {
        return output;
      }

      @Override
      public Tensor backward(Tensor dy) {
        Tensor dz = activation.backward(z, y, sequence ? Positions.toRows(dy) : dy);
        step.mask().ifPresent(mask -> Rows.mask(dz, mask));
        weights.gradient().overwriteWith(Tensor.vector(channels.sumsOfProducts(rows, dz)));
        bias.gradient().overwriteWith(Tensor.vector(channels.sums(dz)));
        Tensor dx = channels.linear(w, dz, new double[w.length]);
        return sequence ? Positions.fromRows(dx, x.shape()) : dx.reshaped(x.shape());
      }

      @Override
      public int piece() {
        return activation.piece(z);
      }
    };
  }
}
