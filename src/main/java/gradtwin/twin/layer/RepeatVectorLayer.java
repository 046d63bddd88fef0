package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.Arrays;
import java.util.List;

/**
 * A row as a sequence that has it at each step.
 *
 * <pre>{@code
 * forward   y_t = x
 * backward  dx = sum over t of dy_t
 * }</pre>
 *
 * <p>Shapes: x [N, F], y [N, F, T]. T is at least 1. DL4J, whose definition this is: {@code
 * org.deeplearning4j.nn.conf.layers.misc.RepeatVector}.
 */
public final class RepeatVectorLayer implements Layer {
  private final int steps;

  /**
   * @param steps T
   */
  public RepeatVectorLayer(int steps) {
    this.steps = steps;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Term formula(Term x, Step step) {
    return x.along(Shape.of(x.shape().size(0), x.shape().size(1), steps), 0, 1);
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    x.requireRank(2);
    Tensor y = x.newZeros(Shape.of(x.rows(), x.columns(), steps));
    for (int i = 0; i < x.size(); i++) {
      Arrays.fill(y.values(), i * steps, (i + 1) * steps, x.values()[i]);
    }
    return new RepeatVectorPass(y, x.shape());
  }

  private record RepeatVectorPass(Tensor output, Shape input) implements Pass {
    @Override
    public Tensor backward(Tensor dy) {
      Tensor dx = dy.newZeros(input);
      int steps = dy.shape().size(2);
      for (int i = 0; i < dy.size(); i++) {
        dx.values()[i / steps] += dy.values()[i];
      }
      return dx;
    }
  }
}
