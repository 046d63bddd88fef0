package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * Repeats each element along each spatial axis.
 *
 * <pre>{@code
 * forward   y[p] = x[p / size, rounded down]
 * backward  dx[q] = sum over the p with p / size = q of dy[p]
 * }</pre>
 *
 * <p>Shapes: x [N, channels, ...], y the same with {@code size} times as many positions along each
 * axis; p, q and size stand for one number per axis, size of at least 1. The mask of a sequence is
 * repeated like the sequence. The definition is that of DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.Upsampling1D}, {@code
 * org.deeplearning4j.nn.conf.layers.Upsampling2D} and {@code
 * org.deeplearning4j.nn.conf.layers.Upsampling3D}, which leave a mask as long as it was, so that
 * they fail on sequences with a mask.
 */
public final class UpsamplingLayer implements Layer {
  private final List<Integer> size;

  /**
   * @param size one per spatial axis
   */
  public UpsamplingLayer(List<Integer> size) {
    this.size = List.copyOf(size);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Shape input = x.shape().ofOneExample();
    int[] sizes = input.sizes();
    for (int axis = 1; axis < sizes.length; axis++) {
      sizes[axis] *= size.get(axis - 1);
    }
    return new Placement(
            input, Shape.of(sizes), (axis, p) -> axis == 0 ? p : p / size.get(axis - 1))
        .pass(x);
  }

  @Override
  public Term formula(Term x, Step step) {
    int[] sizes = x.shape().sizes();
    for (int axis = 2; axis < sizes.length; axis++) {
      sizes[axis] *= size.get(axis - 2);
    }
    return x.picked(
        Shape.of(sizes),
        p -> {
          int[] q = p.clone();
          for (int axis = 2; axis < q.length; axis++) {
            q[axis] /= size.get(axis - 2);
          }
          return q;
        });
  }

  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return mask.map(m -> Placement.ofMask(this, m));
  }
}
