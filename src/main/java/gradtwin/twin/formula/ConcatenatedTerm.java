package gradtwin.twin.formula;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.List;

/** Tensors one after the other along an axis. */
final class ConcatenatedTerm extends Term {
  private final int axis;

  ConcatenatedTerm(int axis, List<Term> parts) {
    super(parts.get(0).formula(), joined(axis, parts), false, parts);
    this.axis = axis;
  }

  private static Tensor joined(int axis, List<Term> parts) {
    int[] sizes = parts.get(0).shape().sizes();
    sizes[axis] = parts.stream().mapToInt(part -> part.shape().size(axis)).sum();
    Tensor whole = Tensor.zeros(Shape.of(sizes));
    double[][] values = parts.stream().map(Term::values).toArray(double[][]::new);
    copy(axis, parts, values, whole.shape(), whole.values());
    return whole;
  }

  /** The number of elements that lie together: those of one index of the axes before. */
  private static int block(int axis, Shape shape) {
    int block = 1;
    for (int inner = axis; inner < shape.rank(); inner++) {
      block *= shape.size(inner);
    }
    return block;
  }

  private static void copy(int axis, List<Term> parts, double[][] from, Shape shape, double[] to) {
    int whole = block(axis, shape);
    int offset = 0;
    for (int part = 0; part < from.length; part++) {
      int block = block(axis, parts.get(part).shape());
      for (int outer = 0; from[part] != null && outer * whole < to.length; outer++) {
        System.arraycopy(from[part], outer * block, to, outer * whole + offset, block);
      }
      offset += block;
    }
  }

  @Override
  double[] imaginary(double[][] operands) {
    double[] whole = zeros(value().size());
    copy(axis, operands(), operands, shape(), whole);
    return whole;
  }

  @Override
  double[] push(double[][] changes, Power power) {
    return imaginary(changes); // they are put together in the same way
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    int whole = block(axis, shape());
    int block = block(axis, operand(operand).shape());
    int offset = 0;
    for (int before = 0; before < operand; before++) {
      offset += block(axis, operand(before).shape());
    }
    for (int i = 0; i < to.length; i++) {
      to[i] += arriving[i / block * whole + offset + i % block];
    }
  }
}
