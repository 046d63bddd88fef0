package gradtwin.twin.formula;

import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/** {@code C = A B}, once or for each index of a leading axis. */
final class MatrixProductTerm extends Term {
  private final int batches;
  private final int m;
  private final int k;
  private final int n;

  MatrixProductTerm(Term a, Term b) {
    super(Tensor.zeros(productShape(a.shape(), b.shape())), a, b);
    int rank = a.shape().rank();
    this.batches = rank == 3 ? a.shape().size(0) : 1;
    this.m = a.shape().size(rank - 2);
    this.k = a.shape().size(rank - 1);
    this.n = b.shape().size(rank - 1);
    multiply(a.values(), b.values(), values());
  }

  private static Shape productShape(Shape a, Shape b) {
    int rank = a.rank();
    boolean fits =
        rank == b.rank()
            && (rank == 2 || (rank == 3 && a.size(0) == b.size(0)))
            && a.size(rank - 1) == b.size(rank - 2);
    if (!fits) {
      throw new IllegalArgumentException(
          "expected matrices that fit, [m, k] and [k, n], or as many of them on both sides, got "
              + a
              + " and "
              + b);
    }
    return rank == 2 ? Shape.of(a.size(0), b.size(1)) : Shape.of(a.size(0), a.size(1), b.size(2));
  }

  @Override
  double work() {
    return (double) batches * m * k * n;
  }

  private interface Kernel {
    void apply(Tensor first, Tensor second, Tensor out);
  }

  /** Applies a kernel to each pair of matrices and adds the results to {@code to}. */
  private void each(
      Kernel kernel, double[] first, int[] sizes, double[] second, int[] others, double[] to) {
    int rows = to.length / batches;
    for (int batch = 0; batch < batches; batch++) {
      Tensor out = Tensor.zeros(Shape.of(rows));
      Tensor matrix = out.reshaped(outShape(kernel, sizes, others));
      kernel.apply(matrix(first, batch, sizes), matrix(second, batch, others), matrix);
      for (int i = 0; i < rows; i++) {
        to[batch * rows + i] += out.values()[i];
      }
    }
  }

  private static Shape outShape(Kernel kernel, int[] sizes, int[] others) {
    if (kernel == PLAIN) {
      return Shape.of(sizes[0], others[1]);
    }
    return kernel == FIRST_TRANSPOSED
        ? Shape.of(sizes[1], others[1])
        : Shape.of(sizes[0], others[0]);
  }

  private static final Kernel PLAIN = MatrixProduct::multiply;
  private static final Kernel FIRST_TRANSPOSED = MatrixProduct::multiplyTransposedFirst;
  private static final Kernel SECOND_TRANSPOSED = MatrixProduct::multiplyTransposedSecond;

  private Tensor matrix(double[] values, int batch, int[] sizes) {
    Shape shape = Shape.of(sizes);
    return batches == 1
        ? Tensor.of(shape, values)
        : Tensor.of(Shape.of(batches, sizes[0], sizes[1]), values)
            .rowsCopied(batch, batch + 1)
            .reshaped(shape);
  }

  private void multiply(double[] a, double[] b, double[] to) {
    each(PLAIN, a, new int[] {m, k}, b, new int[] {k, n}, to);
  }

  /** Im (A + iA')(B + iB') = A B' + A' B */
  @Override
  double[] imaginary(double[][] operands) {
    return push(operands, Power.PLAIN);
  }

  @Override
  double[] push(double[][] changes, Power power) {
    double[] out = zeros(value().size());
    if (changes[0] != null) {
      multiply(changes[0], power.of(operand(1).values()), out);
    }
    if (changes[1] != null) {
      multiply(power.of(operand(0).values()), changes[1], out);
    }
    return out;
  }

  @Override
  double[] rounding() {
    double[] a2 = Power.SQUARE.of(operand(0).values());
    double[] b2 = Power.SQUARE.of(operand(1).values());
    double[] squares = zeros(value().size());
    multiply(a2, b2, squares);
    return Summation.ofProducts(k).variances(values(), squares);
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    back(operand, arriving, power.of(operand(1 - operand).values()), to);
  }

  /** dA = dC Bᵀ, dB = Aᵀ dC */
  private void back(int operand, double[] arriving, double[] other, double[] to) {
    if (operand == 0) {
      each(SECOND_TRANSPOSED, arriving, new int[] {m, n}, other, new int[] {k, n}, to);
    } else {
      each(FIRST_TRANSPOSED, other, new int[] {m, k}, arriving, new int[] {m, n}, to);
    }
  }

  @Override
  void pullChanges(int operand, double[] adjoint, double[][] changes, Power power, double[] to) {
    if (changes[1 - operand] != null) {
      back(operand, power.of(adjoint), changes[1 - operand], to);
    }
  }

  @Override
  double[] pullRounding(int operand, double[] adjoint, double[] sent) {
    double[] squares = zeros(sent.length);
    pull(operand, Power.SQUARE.of(adjoint), Power.SQUARE, squares);
    return Summation.ofProducts(operand == 0 ? n : m).variances(sent, squares);
  }
}
