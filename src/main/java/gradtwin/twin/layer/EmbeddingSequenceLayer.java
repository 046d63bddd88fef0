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
 * Looks up a row of weights for each index of a sequence.
 *
 * <pre>{@code
 * forward   y_t = m_t f(W[i_t] + b)
 * backward  as of a single index at each step: dW[i_t] += f'(z_t) * m_t dy_t    dx = 0
 * }</pre>
 *
 * <p>Shapes: x [N, T] or [N, 1, T] of whole numbers, W [V, out], b [out], y [N, out, T], m [N, T]:
 * 0 where a mask takes a step out, else 1. See {@link EmbeddingLayer}. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer}.
 */
public final class EmbeddingSequenceLayer implements ActivatedLayer {
  private final EmbeddingLayer embedding;

  /**
   * @param embedding what is done at each step
   */
  public EmbeddingSequenceLayer(EmbeddingLayer embedding) {
    this.embedding = embedding;
  }

  @Override
  public Activation activation() {
    return embedding.activation();
  }

  @Override
  public EmbeddingSequenceLayer withActivation(Activation other) {
    return new EmbeddingSequenceLayer(embedding.withActivation(other));
  }

  @Override
  public List<Parameter> parameters() {
    return embedding.parameters();
  }

  @Override
  public Term formula(Term x, Step step) {
    Term rows = embedding.formula(x.reshaped(Shape.of(x.value().size(), 1)), step);
    return RowTerms.backTo(
        RowTerms.masked(rows, step.mask()), Shape.of(x.value().rows(), 1, x.value().columns()));
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Pass steps = embedding.forward(x.reshaped(Shape.of(x.size(), 1)), step);
    Shape sequences = Shape.of(x.rows(), 1, x.columns());
    Optional<Tensor> mask = step.mask();
    Tensor y = Positions.fromRows(masked(steps.output(), mask), sequences);
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        return steps.backward(masked(Positions.toRows(dy), mask)).reshaped(x.shape());
      }

      @Override
      public int piece() {
        return steps.piece();
      }
    };
  }

  /** The rows of the steps that are there, and zeros. */
  private static Tensor masked(Tensor rows, Optional<Tensor> mask) {
    if (mask.isEmpty()) {
      return rows;
    }
    Tensor masked = rows.copy();
    for (int i = 0; i < masked.size(); i++) {
      masked.values()[i] *= mask.get().values()[i / rows.columns()];
    }
    return masked;
  }
}
