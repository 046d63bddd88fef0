package gradtwin.twin.formula;

import gradtwin.tensor.Matrix;
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

  /** {@code to += A B}, for each pair of matrices. */
  private void multiply(double[] a, double[] b, double[] to) {
    Matrix left = matrices(a, m, k);
    Matrix right = matrices(b, k, n);
    Matrix sum = matrices(to, m, n);
    for (int batch = 0; batch < batches; batch++) {
      MatrixProduct.multiplyAndAdd(left.moveTo(batch), right.moveTo(batch), sum.moveTo(batch));
    }
  }

  private Matrix matrices(double[] values, int rows, int columns) {
    return Matrix.firstOf(Tensor.of(Shape.of(batches, rows, columns), values), rows, columns);
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

  /** {@code dA += dC Bᵀ}, {@code dB += Aᵀ dC}, for each pair of matrices. */
  private void back(int operand, double[] arriving, double[] other, double[] to) {
    Matrix dc = matrices(arriving, m, n);
    Matrix b = operand == 0 ? matrices(other, k, n) : matrices(to, k, n);
    Matrix a = operand == 0 ? matrices(to, m, k) : matrices(other, m, k).transposed();
    Matrix turned = Matrix.of(Tensor.zeros(Shape.of(n, k)));
    for (int batch = 0; batch < batches; batch++) {
      if (operand == 0) {
        turned.overwriteWith(b.moveTo(batch).transposed());
        MatrixProduct.multiplyAndAdd(dc.moveTo(batch), turned, a.moveTo(batch));
      } else {
        MatrixProduct.multiplyAndAdd(a.moveTo(batch), dc.moveTo(batch), b.moveTo(batch));
      }
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
