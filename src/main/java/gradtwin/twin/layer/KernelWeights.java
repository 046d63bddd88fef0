package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/**
 * The weights of a layer that slides a kernel: stored in the order of axes that DL4J has, used in
 * the order that the products take.
 */
final class KernelWeights {
  private final Parameter stored;
  private final Shape collapsed;
  private final int[] order;

  /**
   * @param collapsed the shape of the stored weights with the axes of the kernel taken as one
   * @param order which of these axes each axis is that the products take
   */
  KernelWeights(Parameter stored, Shape collapsed, int... order) {
    this.stored = stored;
    this.collapsed = collapsed;
    this.order = order.clone();
    stored.value().reshaped(collapsed); // refuses what does not hold as many elements
  }

  /** Weights that are stored as the products take them. */
  static KernelWeights inOrder(Parameter stored) {
    return new KernelWeights(stored, Shape.of(stored.value().size()), 0);
  }

  /** Weights that are stored with the axes in reverse, those of the kernel among themselves not. */
  static KernelWeights reversed(Parameter stored) {
    Shape shape = stored.value().shape();
    int last = shape.rank() - 1;
    int a = shape.size(last - 1);
    int b = shape.size(last);
    return new KernelWeights(stored, Shape.of(stored.value().size() / (a * b), a, b), 2, 1, 0);
  }

  Parameter stored() {
    return stored;
  }

  /**
   * The weights as the products take them: live, or a copy if they are stored in another order.
   *
   * @param place where a copy lies
   */
  Tensor value(Tensor place) {
    Tensor value = stored.value().near(place).reshaped(collapsed);
    return order.length == 1 ? value : value.permuted(order);
  }

  /** Overwrites the gradient with one that the products made. */
  void setGradient(Tensor gradient) {
    int[] sizes = new int[order.length];
    int[] back = new int[order.length];
    for (int axis = 0; axis < order.length; axis++) {
      sizes[axis] = collapsed.size(order[axis]);
      back[order[axis]] = axis;
    }
    Tensor inOrder = gradient.reshaped(Shape.of(sizes));
    Tensor asStored = order.length == 1 ? inOrder : inOrder.permuted(back);
    stored.gradient().overwriteWith(asStored.reshaped(stored.value().shape()));
  }
}
