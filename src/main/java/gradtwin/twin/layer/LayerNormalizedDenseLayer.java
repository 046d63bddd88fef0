package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fully connected layer whose weighted sums are normalized over the neurons of each example.
 *
 * <pre>{@code
 * forward   a = x W    mu = mean of a    s = sqrt(mean of (a - mu)²)    both over the neurons
 *           h = (a - mu) / s    z = g * h + b    y = f(z)
 * backward  dz = f'(z) * dy    dg = sum over examples of dz * h    db = sum over examples of dz
 *           dh = g * dz    da = (dh - mean of dh - h mean of (dh * h)) / s
 *           dW = xᵀ da    dx = da Wᵀ
 * }</pre>
 *
 * <p>Shapes: as of {@link DenseLayer}; the gain g is [out]. Nothing is added to the deviation s:
 * where all sums of an example are equal, h and da are 0. Source: Ba, Kiros and Hinton, "Layer
 * normalization", arXiv:1607.06450 (2016), equations 2 to 4. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.DenseLayer} with {@code hasLayerNorm(true)}.
 */
public final class LayerNormalizedDenseLayer implements ActivatedLayer {
  /** The key of the gain. */
  public static final String GAIN = "g";

  private final Parameter weights;
  private final Parameter gain;
  private final Optional<Parameter> bias;
  private final Activation activation;

  /**
   * @param weights [in, out]
   * @param gain [out]
   * @param bias [out], or none
   */
  public LayerNormalizedDenseLayer(
      Parameter weights, Parameter gain, Optional<Parameter> bias, Activation activation) {
    Shape units = Shape.of(weights.value().columns());
    gain.value().requireShape(units);
    bias.ifPresent(b -> b.value().requireShape(units));
    this.weights = weights;
    this.gain = gain;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  public LayerNormalizedDenseLayer withActivation(Activation other) {
    return new LayerNormalizedDenseLayer(weights, gain, bias, other);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(weights);
    bias.ifPresent(parameters::add);
    parameters.add(gain);
    return parameters;
  }

  @Override
  public Term formula(Term x, Step step) {
    Term rows = x.shape().rank() == 3 ? RowTerms.ofPositions(x) : RowTerms.flat(x);
    Term a = rows.product(x.variable(weights.value()));
    Term away = a.minus(a.mean(1).along(a.shape(), 0));
    Term inverse = // 1/s, and 0 where all sums are equal
        away.square()
            .mean(1)
            .map(square -> square.re() == 0 ? Complex.of(0) : square.sqrt().reciprocal());
    Term h = away.times(inverse.along(a.shape(), 0));
    Term gh = h.times(x.variable(gain.value()).along(h.shape(), 1));
    Term z = bias.map(b -> RowTerms.plusRow(gh, x.variable(b.value()))).orElse(gh);
    Term y = RowTerms.masked(activation.formula(RowTerms.masked(z, step.mask())), step.mask());
    return x.shape().rank() == 3 ? RowTerms.backTo(y, x.shape()) : y;
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    DenseLayer projection = new DenseLayer(weights, Optional.empty(), new Identity());
    Pass projected = projection.forward(x, step);
    Shape shape = projected.output().shape();
    Standardized h = new Standardized(Positions.toRows(projected.output()));
    Channels units = new Channels(h.rows().shape(), Optional.empty());
    double[] g = gain.value().values();
    double[] b = bias.map(of -> of.value().values()).orElse(new double[g.length]);
    Tensor z = units.linear(g, h.rows(), b);
    step.mask().ifPresent(mask -> Rows.mask(z, mask));
    Tensor y = activation.forward(z);
    step.mask().ifPresent(mask -> Rows.mask(y, mask));
    Tensor output = Positions.fromRows(y, shape);
    return new Pass() {
      @Override
      public Tensor output() {
        return output;
      }

      @Override
      public Tensor backward(Tensor dy) {
        return projected.backward(throughNormalization(dy));
      }

      @Override
      public void backwardToParameters(Tensor dy) {
        projected.backwardToParameters(throughNormalization(dy));
      }

      private Tensor throughNormalization(Tensor dy) {
        Tensor dz = activation.backward(z, y, Positions.toRows(dy));
        step.mask().ifPresent(mask -> Rows.mask(dz, mask));
        gain.gradient().overwriteWith(Tensor.vector(units.sumsOfProducts(dz, h.rows())));
        bias.ifPresent(of -> of.gradient().overwriteWith(Tensor.vector(units.sums(dz))));
        Tensor dh = units.linear(g, dz, new double[g.length]);
        return Positions.fromRows(h.backward(dh), shape);
      }

      @Override
      public int piece() {
        return activation.piece(z);
      }
    };
  }

  /** Rows that were given mean 0 and deviation 1. */
  private static final class Standardized {
    private final Tensor rows;

    /** One over the deviation that each row had; 0 for a row of equal values. */
    private final double[] inverse;

    /**
     * @param a is left as it is
     */
    Standardized(Tensor a) {
      this.rows = a.copy();
      this.inverse = new double[a.rows()];
      double[] values = rows.values();
      int n = a.columns();
      for (int row = 0; row < inverse.length; row++) {
        double sum = 0;
        for (int i = row * n; i < (row + 1) * n; i++) {
          sum += values[i];
        }
        double squares = 0;
        for (int i = row * n; i < (row + 1) * n; i++) {
          values[i] -= sum / n;
          squares += values[i] * values[i];
        }
        inverse[row] = squares == 0 ? 0 : 1 / Math.sqrt(squares / n);
        for (int i = row * n; i < (row + 1) * n; i++) {
          values[i] *= inverse[row];
        }
      }
    }

    Tensor rows() {
      return rows;
    }

    /** da, for dh */
    Tensor backward(Tensor dh) {
      Tensor da = dh.zerosLike();
      double[] h = rows.values();
      double[] d = dh.values();
      int n = dh.columns();
      for (int row = 0; row < inverse.length; row++) {
        double sum = 0;
        double products = 0;
        for (int i = row * n; i < (row + 1) * n; i++) {
          sum += d[i];
          products += d[i] * h[i];
        }
        for (int i = row * n; i < (row + 1) * n; i++) {
          da.values()[i] = (d[i] - sum / n - h[i] * products / n) * inverse[row];
        }
      }
      return da;
    }
  }
}
