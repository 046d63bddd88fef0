package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import gradtwin.twin.layer.DotProductAttention.Attended;
import gradtwin.twin.layer.DotProductAttention.Memory;
import gradtwin.twin.layer.DotProductAttention.Return;
import java.util.List;

/**
 * Self-attention: each step of a sequence becomes a weighted mean of all steps, where those weigh
 * more that match it.
 *
 * <pre>{@code
 * forward   Q = x Wqᵀ    K = x Wkᵀ    V = x Wvᵀ      or Q = K = V = x without projections
 *           A = softmax over the keys of (Q Kᵀ / √d - 1e9 (1 - mask))    O = A V    in each head
 *           y = O Wo                                 or y = O; the heads of O side by side
 * backward  dO = dy Woᵀ    dA = dO Vᵀ    dS = A * (dA - sum over keys of A * dA)
 *           dQ = dS K / √d    dK = dSᵀ Q / √d    dV = Aᵀ dO
 *           dWq = dQᵀ x    dWk = dKᵀ x    dWv = dVᵀ x    dWo = Oᵀ dy
 *           dx = dQ Wq + dK Wk + dV Wv
 * }</pre>
 *
 * <p>Shapes: x [N, features, T], of which the formulas see the steps as rows; Wq, Wk and Wv [heads,
 * d, features], Wo [heads * d, units], y [N, units, T]. A masked step is no key, but asks like the
 * others; if all steps are masked, all are keys. Source: Vaswani et al., "Attention is all you
 * need", NIPS 2017, equation 1 and section 3.2.2. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.SelfAttentionLayer}, whose gradients and whose delta are twice
 * as large in 1.0.0-M2.1.
 */
public final class SelfAttentionLayer implements Layer {
  private final DotProductAttention attention;

  /**
   * @param attention whose queries have the features of x
   */
  public SelfAttentionLayer(DotProductAttention attention) {
    this.attention = attention;
  }

  @Override
  public List<Parameter> parameters() {
    return attention.parameters();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Tensor rows = Positions.toRows(x);
    Memory memory = attention.memory(rows, x.rows(), step.mask());
    Attended attended = memory.attend(rows);
    Tensor y = Positions.fromRows(attended.output(), x.shape());
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        Return back = memory.back();
        Tensor asQueries = back.from(attended, Positions.toRows(dy));
        Tensor dx = back.toSequences();
        for (int i = 0; i < dx.size(); i++) {
          dx.values()[i] += asQueries.values()[i];
        }
        return Positions.fromRows(dx, x.shape());
      }
    };
  }

  @Override
  public Term formula(Term x, Step step) {
    Term rows = x.permuted(0, 2, 1);
    return attention.formula(rows, rows, step.mask()).permuted(0, 2, 1);
  }
}
