package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * Puts zeros at both ends of each spatial axis.
 *
 * <pre>{@code
 * forward   y[p] = x[p - before]  where there is such an element, else 0
 * backward  dx[p] = dy[p + before]
 * }</pre>
 *
 * <p>Shapes: x [N, channels, ...], y the same with {@code before + after} more positions along each
 * axis; p and before stand for one number per axis, of at least 0. Steps that are added to a
 * sequence with a mask are not there. The definition is that of DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer}, {@code
 * org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer} and {@code
 * org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer}, which leave a mask as long as it was, so
 * that they fail on sequences with a mask.
 */
public final class ZeroPaddingLayer implements Layer {
  private final List<Integer> before;
  private final List<Integer> after;

  /**
   * @param before one size per spatial axis
   * @param after one size per spatial axis
   */
  public ZeroPaddingLayer(List<Integer> before, List<Integer> after) {
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
      sizes[axis] += before.get(axis - 1) + after.get(axis - 1);
    }
    return new Placement(input, Shape.of(sizes), (axis, p) -> source(input, axis, p)).pass(x);
  }

  @Override
  public Term formula(Term x, Step step) {
    Term y = x;
    for (int axis = 2; axis < x.shape().rank(); axis++) {
      y =
          Term.concatenated(
              axis,
              List.of(
                  zeros(y, axis, before.get(axis - 2)), y, zeros(y, axis, after.get(axis - 2))));
    }
    return y;
  }

  /** So many zeros along one axis. */
  private static Term zeros(Term like, int axis, int count) {
    int[] sizes = like.shape().sizes();
    sizes[axis] = count;
    return like.constant(Tensor.zeros(Shape.of(sizes)));
  }

  private int source(Shape input, int axis, int position) {
    int source = axis == 0 ? position : position - before.get(axis - 1);
    return source >= 0 && source < input.size(axis) ? source : Placement.NOWHERE;
  }

  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return mask.map(m -> Placement.ofMask(this, m));
  }
}
