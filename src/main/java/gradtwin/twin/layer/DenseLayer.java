package gradtwin.twin.layer;

import gradtwin.tensor.MatrixProduct;
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
 * A fully connected layer.
 *
 * <pre>{@code
 * forward   z = x W + b        y = f(z)
 * backward  dz = f'(z) * dy    dW = xᵀ dz    db = sum over examples of dz    dx = dz Wᵀ
 * }</pre>
 *
 * <p>Shapes: x [N, in], W [in, out], b [out], y [N, out]. An image or a volume is taken as one row,
 * channels first; a sequence [N, in, T] is taken step by step, and leaves as [N, out, T]; the
 * output at a masked step is 0. The gradients are those of the mean loss because dy is. Source:
 * Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature 323
 * (1986), equations 1 to 7. DL4J: {@code org.deeplearning4j.nn.conf.layers.DenseLayer}.
 */
public final class DenseLayer implements ActivatedLayer {
  private final Parameter weights;
  private final Optional<Parameter> bias;
  private final Activation activation;

  /**
   * @param weights [in, out]
   * @param bias [out], or none
   */
  public DenseLayer(Parameter weights, Optional<Parameter> bias, Activation activation) {
    weights.value().requireRank(2);
    bias.ifPresent(b -> b.value().requireShape(Shape.of(weights.value().columns())));
    this.weights = weights;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  public DenseLayer withActivation(Activation other) {
    return new DenseLayer(weights, bias, other);
  }

  @Override
  public List<Parameter> parameters() {
    return bias.map(b -> List.of(weights, b)).orElse(List.of(weights));
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Tensor rows = isSequence(x) ? Positions.toRows(x) : x;
    Tensor z = rows.newEmpty(Shape.of(rows.rows(), weights.value().columns()));
    MatrixProduct.multiply(rows, weights.value(), z);
    bias.ifPresent(b -> Rows.add(z, b.value()));
    step.mask().ifPresent(mask -> Rows.mask(z, mask));
    Tensor y = activation.forward(z);
    step.mask().ifPresent(mask -> Rows.mask(y, mask));
    Tensor output = isSequence(x) ? Positions.fromRows(y, x.shape()) : y;
    return new DensePass(x.shape(), rows, z, y, output, step.mask());
  }

  @Override
  public Term formula(Term x, Step step) {
    Term rows = isSequence(x.value()) ? RowTerms.ofPositions(x) : RowTerms.flat(x);
    Term xw = rows.product(x.variable(weights.value()));
    Term z = bias.map(b -> RowTerms.plusRow(xw, x.variable(b.value()))).orElse(xw);
    Term y = RowTerms.masked(activation.formula(RowTerms.masked(z, step.mask())), step.mask());
    return isSequence(x.value()) ? RowTerms.backTo(y, x.shape()) : y;
  }

  private static boolean isSequence(Tensor x) {
    return x.shape().rank() == 3;
  }

  private final class DensePass implements Pass {
    private final Shape shape;
    private final Tensor x;
    private final Tensor z;
    private final Tensor y;
    private final Tensor output;
    private final Optional<Tensor> mask;

    /**
     * @param shape of the input
     * @param x the input as rows
     * @param output y in the shape in which it leaves
     */
    DensePass(Shape shape, Tensor x, Tensor z, Tensor y, Tensor output, Optional<Tensor> mask) {
      this.shape = shape;
      this.x = x;
      this.z = z;
      this.y = y;
      this.output = output;
      this.mask = mask;
    }

    @Override
    public Tensor output() {
      return output;
    }

    @Override
    public Tensor backward(Tensor dy) {
      Tensor dz = parameterGradients(dy);
      Tensor dx = x.newEmpty(x.shape());
      MatrixProduct.multiplyTransposedSecond(dz, weights.value(), dx); // dx = dz Wᵀ
      return shape.rank() == 3 ? Positions.fromRows(dx, shape) : dx;
    }

    @Override
    public void backwardToParameters(Tensor dy) {
      parameterGradients(dy);
    }

    private Tensor parameterGradients(Tensor dy) {
      Tensor rows = shape.rank() == 3 ? Positions.toRows(dy) : dy;
      Tensor dz = activation.backward(z, y, rows);
      mask.ifPresent(m -> Rows.mask(dz, m));
      MatrixProduct.multiplyTransposedFirst(x, dz, weights.gradient()); // dW = xᵀ dz
      bias.ifPresent(b -> Rows.sum(dz, b.gradient())); // db = sum of dz
      return dz;
    }

    @Override
    public int piece() {
      return activation.piece(z);
    }
  }
}
