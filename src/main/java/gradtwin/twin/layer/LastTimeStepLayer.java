package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * The last step of what a recurrent layer makes of a sequence.
 *
 * <pre>{@code
 * forward   h = layer(x)          y = h_L, where L is the last step that is not masked
 * backward  dh_L = dy, dh_t = 0 elsewhere    dx = layer back(dh)
 * }</pre>
 *
 * <p>Shapes: x [N, in, T], h [N, n, T], y [N, n]. An example of which every step is masked gives 0.
 * DL4J: {@code org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep}, which throws for such an
 * example, and with a mask rounds y to ND4J's default type ({@code
 * TimeSeriesUtils.pullLastTimeSteps} of 1.0.0-M2.1), which is float32 even in a float64 network.
 */
public final class LastTimeStepLayer implements Layer {
  private final RecurrentLayer layer;

  public LastTimeStepLayer(RecurrentLayer layer) {
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

  /** What leaves is no sequence. */
  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return Optional.empty();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Pass inner = layer.forwardMasked(x, layer.maskOf(x, step));
    Tensor h = inner.output();
    LastSteps last = new LastSteps(layer.maskOf(x, step), h.shape().size(2));
    Tensor y = picked(h, last);
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        return inner.backward(placed(dy, h.shape(), last));
      }

      @Override
      public void backwardToParameters(Tensor dy) {
        inner.backwardToParameters(placed(dy, h.shape(), last));
      }

      @Override
      public int piece() {
        return inner.piece();
      }
    };
  }

  @Override
  public Term formula(Term x, Step step) {
    Optional<Tensor> mask = layer.maskOf(x.value(), step);
    Term h = layer.formulaMasked(x, mask);
    Shape shape = Shape.of(h.shape().size(0), h.shape().size(1));
    return h.picked(
        shape,
        at -> {
          int t = h.shape().size(2) - 1;
          while (t >= 0 && mask.isPresent() && mask.get().at(at[0], t) == 0) {
            t--;
          }
          return t < 0 ? null : new int[] {at[0], at[1], t};
        });
  }

  /**
   * The last step of each example that is not masked.
   *
   * @param mask [N, T]; empty if no step is masked
   * @param steps T
   */
  private record LastSteps(Optional<Tensor> mask, int steps) {
    /** L of an example; -1 if all its steps are masked. */
    int of(int example) {
      int last = steps - 1;
      while (last >= 0 && mask.isPresent() && mask.get().values()[example * steps + last] == 0) {
        last--;
      }
      return last;
    }
  }

  private static Tensor picked(Tensor h, LastSteps last) {
    int units = h.shape().size(1);
    int steps = h.shape().size(2);
    Tensor y = h.newEmpty(Shape.of(h.rows(), units));
    for (int i = 0; i < y.size(); i++) {
      int step = last.of(i / units);
      y.values()[i] = step < 0 ? 0 : h.values()[i * steps + step];
    }
    return y;
  }

  private static Tensor placed(Tensor dy, Shape shape, LastSteps last) {
    Tensor dh = dy.newZeros(shape);
    int units = shape.size(1);
    int steps = shape.size(2);
    for (int i = 0; i < dy.size(); i++) {
      int step = last.of(i / units);
      if (step >= 0) {
        dh.values()[i * steps + step] = dy.values()[i];
      }
    }
    return dh;
  }
}
