package gradtwin.twin.layer;

import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A recurrent layer whose state is its output.
 *
 * <pre>{@code
 * forward   z_t = x_t W + h_{t-1} RW + b    h_t = f(z_t)    h_0 = 0    y = h
 * backward  dh_t = dy_t + dz_{t+1} RWᵀ      dz_t = f'(z_t) * dh_t      dx_t = dz_t Wᵀ
 *           dW = sum over t of x_tᵀ dz_t    dRW = sum over t of h_{t-1}ᵀ dz_t
 *           db = sum over t and examples of dz_t
 * }</pre>
 *
 * <p>Shapes: x [N, in, T], W [in, n], RW [n, n], b [n], y [N, n, T]. At a masked step h is 0.
 * Sources: Elman, "Finding structure in time", Cognitive Science 14 (1990), for the network;
 * Werbos, "Backpropagation through time: what it does and how to do it", Proceedings of the IEEE 78
 * (1990), for the way back. DL4J: {@code org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn},
 * whose layer normalization throws in 1.0.0-M2.1 and is not offered.
 */
public final class SimpleRnnLayer implements RecurrentLayer {
  private final Parameter weights;
  private final Parameter recurrentWeights;
  private final Parameter bias;
  private final Activation activation;

  /**
   * @param weights [in, n]
   * @param recurrentWeights [n, n]
   * @param bias [n]
   */
  public SimpleRnnLayer(
      Parameter weights, Parameter recurrentWeights, Parameter bias, Activation activation) {
    weights.value().requireRank(2);
    int units = weights.value().columns();
    recurrentWeights.value().requireShape(Shape.of(units, units));
    bias.value().requireShape(Shape.of(units));
    this.weights = weights;
    this.recurrentWeights = recurrentWeights;
    this.bias = bias;
    this.activation = activation;
  }

  public Activation activation() {
    return activation;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weights, recurrentWeights, bias);
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    return forwardMasked(x, step.mask());
  }

  @Override
  public Pass forwardMasked(Tensor x, Optional<Tensor> mask) {
    Tensor rows = TimeMajor.toRows(x);
    int examples = x.rows();
    int steps = x.shape().size(2);
    Tensor fromBelow = rows.newEmpty(Shape.of(rows.rows(), bias.value().size()));
    MatrixProduct.multiply(rows, weights.value(), fromBelow); // x W, of all steps at once
    Rows.add(fromBelow, bias.value());
    Tensor[] z = new Tensor[steps];
    Tensor[] h = new Tensor[steps + 1]; // h[t] arrives at step t
    h[0] = x.newZeros(Shape.of(examples, bias.value().size()));
    for (int t = 0; t < steps; t++) {
      z[t] = h[t].zerosLike();
      MatrixProduct.multiply(h[t], recurrentWeights.value(), z[t]);
      Elements.add(z[t], TimeMajor.step(fromBelow, t, examples));
      h[t + 1] = activation.forward(z[t]);
      maskStep(h[t + 1], mask, t);
    }
    return new SimpleRnnPass(rows, z, h, mask);
  }

  @Override
  public Term formula(Term x, Step step) {
    return formulaMasked(x, step.mask());
  }

  @Override
  public Term formulaMasked(Term x, Optional<Tensor> mask) {
    Term b = x.variable(bias.value());
    Term fromBelow = RowTerms.projected(x, x.variable(weights.value()), Optional.of(b));
    Term rw = x.variable(recurrentWeights.value());
    Term h = x.constant(fromBelow.at(2, 0).value().zerosLike()); // h_0
    List<Term> outputs = new ArrayList<>();
    for (int t = 0; t < x.shape().size(2); t++) {
      Term z = fromBelow.at(2, t).plus(h.product(rw));
      h = RowTerms.maskedStep(activation.formula(z), mask, t);
      outputs.add(h);
    }
    return Term.stacked(2, outputs);
  }

  private static void maskStep(Tensor step, Optional<Tensor> mask, int t) {
    mask.ifPresent(m -> Rows.mask(step, TimeMajor.maskOfStep(m, t)));
  }

  private final class SimpleRnnPass implements Pass {
    private final Tensor rows;
    private final Tensor[] z;
    private final Tensor[] h;
    private final Optional<Tensor> mask;
    private final Tensor output;

    SimpleRnnPass(Tensor rows, Tensor[] z, Tensor[] h, Optional<Tensor> mask) {
      this.rows = rows;
      this.z = z;
      this.h = h;
      this.mask = mask;
      this.output = TimeMajor.fromRows(TimeMajor.join(h, 1, z.length), h[0].rows(), z.length);
    }

    @Override
    public Tensor output() {
      return output;
    }

    @Override
    public Tensor backward(Tensor dy) {
      Tensor dz = parameterGradients(dy);
      Tensor dx = rows.zerosLike();
      MatrixProduct.multiplyTransposedSecond(dz, weights.value(), dx); // dx = dz Wᵀ
      return TimeMajor.fromRows(dx, h[0].rows(), z.length);
    }

    @Override
    public void backwardToParameters(Tensor dy) {
      parameterGradients(dy);
    }

    /** Returns dz of all steps, as rows. */
    private Tensor parameterGradients(Tensor dy) {
      Tensor dyRows = TimeMajor.toRows(dy);
      Tensor[] dz = new Tensor[z.length];
      Tensor back = recurrentWeights.value().transposed();
      Tensor dh = h[0].zerosLike(); // from the step after
      Tensor dRecurrent = recurrentWeights.gradient();
      Tensor ofStep = dRecurrent.zerosLike();
      dRecurrent.fill(0);
      for (int t = z.length - 1; t >= 0; t--) {
        Elements.add(dh, TimeMajor.step(dyRows, t, dh.rows()));
        maskStep(dh, mask, t);
        dz[t] = activation.backward(z[t], h[t + 1], dh);
        MatrixProduct.multiplyTransposedFirst(h[t], dz[t], ofStep);
        Elements.add(dRecurrent, ofStep);
        MatrixProduct.multiply(dz[t], back, dh);
      }
      Tensor all = TimeMajor.join(dz, 0, dz.length);
      MatrixProduct.multiplyTransposedFirst(rows, all, weights.gradient());
      Rows.sum(all, bias.gradient());
      return all;
    }

    @Override
    public int piece() {
      int piece = 0;
      for (Tensor ofStep : z) {
        piece = 31 * piece + activation.piece(ofStep);
      }
      return piece;
    }
  }
}
