package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * Cuts positions off at both ends of each spatial axis.
 *
 * <pre>{@code
 * forward   y[p] = x[p + before]
 * backward  dx[p] = dy[p - before]  where there is such an element, else 0
 * }</pre>
 *
 * <p>Shapes: x [N, channels, ...], y the same with {@code before + after} positions less along each
 * axis, at least one; p and before stand for one number per axis, of at least 0. The mask of a
 * sequence is cut like the sequence. The definition is that of DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D}, {@code
 * org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D} and {@code
 * org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D}, which leave a mask as it was, so
 * that they fail on sequences with a mask.
 */
public final class CroppingLayer implements Layer {
  private final List<Integer> before;
  private final List<Integer> after;

  /**
   * @param before one size per spatial axis
   * @param after one size per spatial axis
   */
  public CroppingLayer(List<Integer> before, List<Integer> after) {
    this.before = List.copyOf(before);
    this.after = List.copyOf(after);
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
      sizes[axis] -= before.get(axis - 1) + after.get(axis - 1);
    }
    return new Placement(
            input, Shape.of(sizes), (axis, p) -> axis == 0 ? p : p + before.get(axis - 1))
        .pass(x);
  }

  @Override
  public Term formula(Term x, Step step) {
    Term y = x;
    for (int axis = 2; axis < x.shape().rank(); axis++) {
      int end = x.shape().size(axis) - after.get(axis - 2);
      y = y.slice(axis, before.get(axis - 2), end);
    }
    return y;
  }

  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return mask.map(m -> Placement.ofMask(this, m));
  }
}
