package gradtwin.tensor;

/**
 * Matrix products. The result must not overlap an operand, and the rows of the second operand and
 * of the result must lie in one piece.
 *
 * <p>The order of the additions depends on the sizes alone, so equal inputs give equal bits. Zeros
 * of the first operand may be left out.
 */
public final class MatrixProduct {
  private static final DenseKernels KERNELS = DenseKernels.chosen();

  private MatrixProduct() {}

  /** What computes: how many numbers at once. */
  public static String arithmetic() {
    return KERNELS.lanes() == 1 ? "plain Java" : "Java vectors of " + KERNELS.lanes() + " float64";
  }

  /** {@code c [M, N] = a [M, K] · b [K, N]}. */
  public static void multiply(Tensor a, Tensor b, Tensor c) {
    multiply(Matrix.of(a), Matrix.of(b), Matrix.of(c));
  }

  /** {@code c [M, N] = aᵀ · b} for {@code a [K, M]} and {@code b [K, N]}. */
  public static void multiplyTransposedFirst(Tensor a, Tensor b, Tensor c) {
    multiply(Matrix.of(a).transposed(), Matrix.of(b), Matrix.of(c));
  }

  /**
   * {@code c [M, N] = a · bᵀ} for {@code a [M, K]} and {@code b [N, K]}, by a transpose of b, or of
   * a and the result if these are smaller.
   */
  public static void multiplyTransposedSecond(Tensor a, Tensor b, Tensor c) {
    requireSizes(Matrix.of(a), Matrix.of(b).transposed(), Matrix.of(c));
    if (b.size() <= a.size() + c.size()) {
      multiply(Matrix.of(a), Matrix.of(b.near(c).transposed()), Matrix.of(c));
    } else {
      Tensor transposed = c.newEmpty(Shape.of(b.rows(), a.rows()));
      multiply(Matrix.of(b), Matrix.of(a.near(c).transposed()), Matrix.of(transposed));
      Matrix.of(c).overwriteWith(Matrix.of(transposed).transposed());
    }
  }

  /** {@code c [M, N] = a [M, K] · b [K, N]}. */
  public static void multiply(Matrix a, Matrix b, Matrix c) {
    requireSizes(a, b, c);
    requireRowsInOnePiece(b, c);
    KERNELS.product(a, b, c, false);
  }

  /** {@code c [M, N] += a [M, K] · b [K, N]}: each element of the product is added as a whole. */
  public static void multiplyAndAdd(Matrix a, Matrix b, Matrix c) {
    requireSizes(a, b, c);
    requireRowsInOnePiece(b, c);
    KERNELS.product(a, b, c, true);
  }

  private static void requireSizes(Matrix a, Matrix b, Matrix c) {
    if (a.columns != b.rows || c.rows != a.rows || c.columns != b.columns) {
      throw new IllegalArgumentException(
          "expected inner sizes to agree and a result of ["
              + a.rows
              + ", "
              + b.columns
              + "], got "
              + a
              + ", "
              + b
              + " and result "
              + c);
    }
  }

  private static void requireRowsInOnePiece(Matrix b, Matrix c) {
    if (b.columnStride != 1 || c.columnStride != 1) {
      throw new IllegalArgumentException(
          "expected rows that lie in one piece, got column strides of "
              + b.columnStride
              + " and "
              + c.columnStride);
    }
  }
}
