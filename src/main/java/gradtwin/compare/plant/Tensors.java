package gradtwin.compare.plant;

import gradtwin.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/** New tensors with something of another one out of place. */
final class Tensors {
  private Tensors() {}

  /** Element i is that of the original at {@code source(i)}, or 0 where that is negative. */
  static Tensor moved(Tensor tensor, IntUnaryOperator source) {
    Tensor moved = tensor.zerosLike();
    for (int i = 0; i < moved.size(); i++) {
      int from = source.applyAsInt(i);
      moved.values()[i] = from < 0 ? 0 : tensor.values()[from];
    }
    return moved;
  }

  static Tensor mapped(Tensor tensor, DoubleUnaryOperator change) {
    Tensor mapped = tensor.copy();
    for (int i = 0; i < mapped.size(); i++) {
      mapped.values()[i] = change.applyAsDouble(mapped.values()[i]);
    }
    return mapped;
  }

  static Tensor product(Tensor a, Tensor b) {
    Tensor product = a.copy();
    for (int i = 0; i < product.size(); i++) {
      product.values()[i] *= b.values()[i];
    }
    return product;
  }

  /** a / b, and 0 where b is. */
  static Tensor quotient(Tensor a, Tensor b) {
    Tensor quotient = a.copy();
    for (int i = 0; i < quotient.size(); i++) {
      quotient.values()[i] = b.values()[i] == 0 ? 0 : quotient.values()[i] / b.values()[i];
    }
    return quotient;
  }

  /** a + factor b */
  static Tensor sum(Tensor a, double factor, Tensor b) {
    Tensor sum = a.copy();
    for (int i = 0; i < sum.size(); i++) {
      sum.values()[i] += factor * b.values()[i];
    }
    return sum;
  }

  static Tensor filled(Tensor like, double value) {
    Tensor filled = like.zerosLike();
    filled.fill(value);
    return filled;
  }

  /** Each example has the numbers of the one before it, the first those of the last. */
  static Tensor rolled(Tensor tensor) {
    int size = tensor.size();
    int example = tensor.columns();
    return moved(tensor, i -> (i + size - example) % size);
  }

  /** Only the last example is there. */
  static Tensor lastExample(Tensor tensor) {
    int from = (tensor.rows() - 1) * tensor.columns();
    return moved(tensor, i -> i < from ? -1 : i);
  }

  /** One element is off by a part of itself: the one of the largest magnitude. */
  static Tensor oneElementOff(Tensor tensor, double part) {
    Tensor off = tensor.copy();
    double[] values = off.values();
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = Math.abs(values[i]) > Math.abs(values[largest]) ? i : largest;
    }
    if (values.length > 0) {
      values[largest] *= 1 + part;
    }
    return off;
  }

  /**
   * With the positions along one axis in another order.
   *
   * @param source the position from which the one at a place comes
   */
  static Tensor alongAxis(Tensor tensor, int axis, IntUnaryOperator source) {
    int inner = 1;
    for (int i = axis + 1; i < tensor.shape().rank(); i++) {
      inner *= tensor.shape().size(i);
    }
    int stride = inner;
    int size = tensor.shape().size(axis);
    return moved(
        tensor,
        i -> {
          int at = i / stride % size;
          int from = source.applyAsInt(at);
          return from < 0 ? -1 : i + (from - at) * stride;
        });
  }
}
