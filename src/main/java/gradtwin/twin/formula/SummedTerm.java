package gradtwin.twin.formula;

import gradtwin.tensor.Accumulator;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/** The sum over one axis, as if it were rounded once: see {@link Accumulator}. */
final class SummedTerm extends Term {
  private final int count;
  private final int inner;

  SummedTerm(Term x, int axis) {
    super(summed(x.value(), axis), x);
    this.count = x.shape().size(axis);
    this.inner = inner(x.shape(), axis);
  }

  static int inner(Shape shape, int axis) {
    int inner = 1;
    for (int after = axis + 1; after < shape.rank(); after++) {
      inner *= shape.size(after);
    }
    return inner;
  }

  /** The shape without the axis; [1] if there is no other. */
  static Shape without(Shape shape, int axis) {
    int[] sizes = new int[Math.max(1, shape.rank() - 1)];
    sizes[0] = 1;
    for (int from = 0, to = 0; from < shape.rank(); from++) {
      if (from != axis) {
        sizes[to++] = shape.size(from);
      }
    }
    return Shape.of(sizes);
  }

  private static Tensor summed(Tensor x, int axis) {
    Tensor sum = Tensor.zeros(without(x.shape(), axis));
    add(x.values(), x.shape().size(axis), inner(x.shape(), axis), sum.values());
    return sum;
  }

  private static void add(double[] from, int count, int inner, double[] to) {
    Accumulator sums = new Accumulator(to);
    for (int i = 0; i < from.length; i++) {
      sums.add(i / (count * inner) * inner + i % inner, from[i]);
    }
    sums.finish();
  }

  @Override
  double[] imaginary(double[][] operands) {
    return push(operands, Power.PLAIN); // numbers of either kind are added up alike
  }

  @Override
  double[] push(double[][] changes, Power power) {
    double[] out = zeros(value().size());
    add(changes[0], count, inner, out);
    return out;
  }

  @Override
  double[] rounding() {
    double[] squares = zeros(value().size());
    add(Power.SQUARE.of(operand(0).values()), count, inner, squares);
    double[] variances = Summation.of(count).variances(values(), squares);
    for (int i = 0; i < variances.length; i++) {
      variances[i] += Summation.bias(summands(i)) * values()[i] * values()[i];
    }
    return variances;
  }

  private double[] summands(int sum) {
    double[] summands = zeros(count);
    for (int k = 0; k < count; k++) {
      summands[k] = operand(0).values()[(sum / inner * count + k) * inner + sum % inner];
    }
    return summands;
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += arriving[i / (count * inner) * inner + i % inner];
    }
  }
}
