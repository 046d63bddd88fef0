package gradtwin.twin.layer;

import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;
import gradtwin.twin.layer.DotProductAttention.Attended;
import gradtwin.twin.layer.DotProductAttention.Memory;
import gradtwin.twin.layer.DotProductAttention.Return;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A recurrent layer that remembers by attention: the output of each step asks all steps of the
 * input, and what it finds joins the input of the next step.
 *
 * <pre>{@code
 * forward   z_t = x_t W + b + c_t RW    c_t = attention of y_(t-1) to x, c_1 = 0    y_t = f(z_t)
 * backward  from the last step to the first, with dq_(T+1) = 0:
 *           dz_t = f'(z_t) * (dy_t + dq_(t+1))    dc_t = dz_t RWᵀ    dq_t = dy_(t-1) from dc_t
 *           dW = sum of x_tᵀ dz_t    db = sum of dz_t    dRW = sum of c_tᵀ dz_t
 *           dx_t = dz_t Wᵀ, and what all attention to step t adds
 * }</pre>
 *
 * <p>Attention is that of the self-attention layer, with the output of the step before as the one
 * query: {@code c = concat over heads(softmax(Q Kᵀ / √d) V) Wo} with {@code Q = y Wqᵀ}, {@code K =
 * x Wkᵀ}, {@code V = x Wvᵀ}; or {@code Q = y}, {@code K = V = x} without projections.
 *
 * <p>Shapes: x [N, features, T], W [features, units], RW [units, units], b [units], Wq [heads, d,
 * units], Wk and Wv [heads, d, features], Wo [heads * d, units], y [N, units, T]. Every query sees
 * all steps, later ones too; a masked step is no key, but has an output like the others. The
 * definition is that of DL4J: {@code org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer},
 * with the attention of Vaswani et al., "Attention is all you need", NIPS 2017, equation 1 and
 * section 3.2.2. Its gradients and its delta are twice as large in 1.0.0-M2.1.
 */
public final class RecurrentAttentionLayer implements Layer {
  private final Parameter weights;
  private final Parameter recurrent;
  private final Optional<Parameter> bias;
  private final DotProductAttention attention;
  private final Activation activation;

  /**
   * @param weights W [features, units]
   * @param recurrent RW [units, units]
   * @param bias b [units], or none
   * @param attention whose queries have as many features as there are units
   */
  public RecurrentAttentionLayer(
      Parameter weights,
      Parameter recurrent,
      Optional<Parameter> bias,
      DotProductAttention attention,
      Activation activation) {
    weights.value().requireRank(2);
    int units = weights.value().columns();
    recurrent.value().requireShape(Shape.of(units, units));
    bias.ifPresent(b -> b.value().requireShape(Shape.of(units)));
    this.weights = weights;
    this.recurrent = recurrent;
    this.bias = bias;
    this.attention = attention;
    this.activation = activation;
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>(List.of(weights, recurrent));
    parameters.addAll(attention.parameters());
    bias.ifPresent(parameters::add);
    return parameters;
  }

  /**
   * One step of all examples.
   *
   * @param attended what the step before has found; none at the first step
   * @param z [N, units]
   * @param y [N, units]
   */
  private record StepPass(Optional<Attended> attended, Tensor z, Tensor y) {}

  @Override
  public Pass forward(Tensor x, Step step) {
    int examples = x.rows();
    int steps = x.shape().size(2);
    Tensor rows = Positions.toRows(x);
    Tensor inputs = Tensor.zeros(Shape.of(rows.rows(), weights.value().columns()));
    MatrixProduct.multiply(rows, weights.value(), inputs); // x W
    Memory memory = attention.memory(rows, examples, step.mask());
    List<StepPass> passes = new ArrayList<>();
    Tensor outputs = inputs.zerosLike();
    for (int t = 0; t < steps; t++) {
      Tensor z = step(inputs, t, steps);
      bias.ifPresent(b -> addToRows(z, b.value()));
      Optional<Attended> attended =
          t == 0 ? Optional.empty() : Optional.of(memory.attend(passes.get(t - 1).y()));
      attended.ifPresent(
          found -> {
            Tensor joined = z.zerosLike();
            MatrixProduct.multiply(found.output(), recurrent.value(), joined); // c RW
            add(joined, z);
          });
      Tensor y = activation.forward(z);
      passes.add(new StepPass(attended, z, y));
      setStep(outputs, t, steps, y);
    }
    return new AttentionPass(x.shape(), rows, memory, passes, outputs);
  }

  @Override
  public Term formula(Term x, Step step) {
    Optional<Term> b = bias.map(parameter -> x.variable(parameter.value()));
    Term fromBelow = RowTerms.projected(x, x.variable(weights.value()), b);
    Term rows = x.permuted(0, 2, 1);
    int examples = x.shape().size(0);
    int units = weights.value().columns();
    List<Term> outputs = new ArrayList<>();
    for (int t = 0; t < x.shape().size(2); t++) {
      Term z = fromBelow.at(2, t);
      if (t > 0) {
        Term query = outputs.get(t - 1).reshaped(Shape.of(examples, 1, units));
        Term c = attention.formula(query, rows, step.mask()).reshaped(Shape.of(examples, units));
        z = z.plus(c.product(x.variable(recurrent.value())));
      }
      outputs.add(activation.formula(z));
    }
    return Term.stacked(2, outputs);
  }

  private final class AttentionPass implements Pass {
    private final Shape shape;
    private final Tensor x;
    private final Memory memory;
    private final List<StepPass> passes;
    private final Tensor output;

    AttentionPass(Shape shape, Tensor x, Memory memory, List<StepPass> passes, Tensor outputs) {
      this.shape = shape;
      this.x = x;
      this.memory = memory;
      this.passes = passes;
      this.output = Positions.fromRows(outputs, shape);
    }

    @Override
    public Tensor output() {
      return output;
    }

    @Override
    public Tensor backward(Tensor dy) {
      int steps = passes.size();
      Return back = memory.back();
      Tensor dRows = Positions.toRows(dy);
      Tensor dzs = dRows.zerosLike();
      Tensor dRecurrent = recurrent.gradient();
      dRecurrent.fill(0);
      Optional<Tensor> dq = Optional.empty();
      for (int t = steps - 1; t >= 0; t--) {
        StepPass pass = passes.get(t);
        Tensor dyOfStep = step(dRows, t, steps);
        dq.ifPresent(asQuery -> add(asQuery, dyOfStep));
        Tensor dz = activation.backward(pass.z(), pass.y(), dyOfStep);
        setStep(dzs, t, steps, dz);
        dq = pass.attended().map(found -> backFrom(found, dz, back));
      }
      MatrixProduct.multiplyTransposedFirst(x, dzs, weights.gradient()); // dW = xᵀ dz
      bias.ifPresent(b -> sumRows(dzs, b.gradient())); // db = sum of dz
      Tensor dx = x.zerosLike();
      MatrixProduct.multiplyTransposedSecond(dzs, weights.value(), dx); // dz Wᵀ
      add(back.toSequences(), dx);
      return Positions.fromRows(dx, shape);
    }

    /** Adds to dRW, and returns dq: with respect to the output of the step before. */
    private Tensor backFrom(Attended found, Tensor dz, Return back) {
      Tensor product = recurrent.gradient().zerosLike();
      MatrixProduct.multiplyTransposedFirst(found.output(), dz, product); // cᵀ dz
      add(product, recurrent.gradient());
      Tensor dc = found.output().zerosLike();
      MatrixProduct.multiplyTransposedSecond(dz, recurrent.value(), dc); // dz RWᵀ
      return back.from(found, dc);
    }

    @Override
    public int piece() {
      int piece = 0;
      for (StepPass pass : passes) {
        piece = 31 * piece + activation.piece(pass.z());
      }
      return piece;
    }
  }

  /** The rows of one step, [N, columns] from [N * T, columns]. */
  private static Tensor step(Tensor rows, int t, int steps) {
    int columns = rows.columns();
    Tensor step = Tensor.zeros(Shape.of(rows.rows() / steps, columns));
    for (int n = 0; n < step.rows(); n++) {
      System.arraycopy(
          rows.values(), (n * steps + t) * columns, step.values(), n * columns, columns);
    }
    return step;
  }

  private static void setStep(Tensor rows, int t, int steps, Tensor step) {
    int columns = rows.columns();
    for (int n = 0; n < step.rows(); n++) {
      System.arraycopy(
          step.values(), n * columns, rows.values(), (n * steps + t) * columns, columns);
    }
  }

  private static void add(Tensor from, Tensor to) {
    for (int i = 0; i < to.size(); i++) {
      to.values()[i] += from.values()[i];
    }
  }

  private static void addToRows(Tensor matrix, Tensor row) {
    int columns = matrix.columns();
    for (int i = 0; i < matrix.size(); i++) {
      matrix.values()[i] += row.values()[i % columns];
    }
  }

  private static void sumRows(Tensor matrix, Tensor sum) {
    int columns = matrix.columns();
    sum.fill(0);
    for (int i = 0; i < matrix.size(); i++) {
      sum.values()[i % columns] += matrix.values()[i];
    }
  }
}
