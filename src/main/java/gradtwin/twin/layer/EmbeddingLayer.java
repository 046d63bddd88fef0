package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * Looks up a row of weights for each index.
 *
 * <pre>{@code
 * forward   z = W[i] + b       y = f(z)
 * backward  dz = f'(z) * dy    dW[i] += dz for each example    db = sum of dz    dx = 0
 * }</pre>
 *
 * <p>Shapes: x [N, 1] of whole numbers i from 0 to below V, W [V, out], b [out], y [N, out]. It is
 * what a dense layer does with indices written as one 1 among zeros. A function of a whole number
 * has no derivative, so nothing goes back below it: dx is 0, and it can only be the first layer.
 * Source: Bengio, Ducharme, Vincent and Jauvin, "A neural probabilistic language model", Journal of
 * Machine Learning Research 3 (2003), section 2. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.EmbeddingLayer}, which cuts off what is behind the point of an
 * index where this refuses it.
 */
public final class EmbeddingLayer implements ActivatedLayer {
  private final Parameter weights;
  private final Optional<Parameter> bias;
  private final Activation activation;

  /**
   * @param weights [V, out]
   * @param bias [out], or none
   */
  public EmbeddingLayer(Parameter weights, Optional<Parameter> bias, Activation activation) {
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
  public EmbeddingLayer withActivation(Activation other) {
    return new EmbeddingLayer(weights, bias, other);
  }

  @Override
  public List<Parameter> parameters() {
    return bias.map(b -> List.of(weights, b)).orElse(List.of(weights));
  }

  @Override
  public Term formula(Term x, Step step) {
    int[] rows = indices(x.value().values());
    int out = weights.value().columns();
    Term found =
        x.variable(weights.value())
            .picked(Shape.of(rows.length, out), at -> new int[] {rows[at[0]], at[1]});
    return activation.formula(
        bias.map(b -> RowTerms.plusRow(found, x.variable(b.value()))).orElse(found));
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    x.requireShape(Shape.of(x.rows(), 1));
    int[] rows = indices(x.values());
    int out = weights.value().columns();
    Tensor z = x.newZeros(Shape.of(rows.length, out));
    for (int n = 0; n < rows.length; n++) {
      System.arraycopy(weights.value().values(), rows[n] * out, z.values(), n * out, out);
      int from = n * out;
      bias.ifPresent(b -> add(b.value().values(), 0, z.values(), from, out));
    }
    Tensor y = activation.forward(z);
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        double[] dz = activation.backward(z, y, dy).values();
        parameters().forEach(parameter -> parameter.gradient().fill(0));
        for (int n = 0; n < rows.length; n++) {
          int from = n * out;
          add(dz, from, weights.gradient().values(), rows[n] * out, out);
          bias.ifPresent(b -> add(dz, from, b.gradient().values(), 0, out));
        }
        return x.zerosLike();
      }

      @Override
      public int piece() {
        return activation.piece(z);
      }
    };
  }

  private int[] indices(double[] values) {
    int[] indices = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      indices[i] = (int) values[i];
      if (indices[i] != values[i] || indices[i] < 0 || indices[i] >= weights.value().rows()) {
        throw new IllegalArgumentException(
            "expected indices from 0 to "
                + (weights.value().rows() - 1)
                + ", got "
                + values[i]
                + " at position "
                + i);
      }
    }
    return indices;
  }

  private static void add(double[] summand, int from, double[] sum, int to, int length) {
    for (int j = 0; j < length; j++) {
      sum[to + j] += summand[from + j];
    }
  }
}
