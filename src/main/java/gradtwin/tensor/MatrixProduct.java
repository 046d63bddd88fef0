package gradtwin.tensor;

import java.util.Arrays;

/**
 * The three matrix products of a dense layer's forward and backward pass. Matrices are row-major;
 * the result is overwritten, and must not be one of the operands.
 *
 * <p>One kernel serves all three: {@code A} is read through two strides, so that its transpose
 * costs nothing, and {@code B} row by row. Rows of {@code B} and of the result are held in arrays
 * of their own while they are in use, because the JIT compiler vectorizes {@code c[j] += a * b[j]}
 * only when both arrays are indexed from 0. The order of the additions depends on the shapes alone,
 * so equal inputs give equal bits.
 */
public final class MatrixProduct {
  /** Rows of the result that are accumulated together: 64 rows of 128 float64 fill 64 KiB. */
  private static final int ROW_BLOCK = 64;

  private MatrixProduct() {}

  /** {@code c [M, N] = a [M, K] · b [K, N]}. */
  public static void multiply(Tensor a, Tensor b, Tensor c) {
    requireShapes(a.rows(), a.columns(), b.rows(), b.columns(), c, a, b);
    product(a.values(), a.columns(), 1, b.values(), c.values(), a.rows(), a.columns(), b.columns());
  }

  /** {@code c [M, N] = aᵀ · b} for {@code a [K, M]} and {@code b [K, N]}. */
  public static void multiplyTransposedFirst(Tensor a, Tensor b, Tensor c) {
    requireShapes(a.columns(), a.rows(), b.rows(), b.columns(), c, a, b);
    product(a.values(), 1, a.columns(), b.values(), c.values(), a.columns(), a.rows(), b.columns());
  }

  /** {@code c [M, N] = a · bᵀ} for {@code a [M, K]} and {@code b [N, K]}. */
  public static void multiplyTransposedSecond(Tensor a, Tensor b, Tensor c) {
    requireShapes(a.rows(), a.columns(), b.columns(), b.rows(), c, a, b);
    multiply(a, b.transposed(), c);
  }

  private static void requireShapes(
      int m, int innerA, int innerB, int n, Tensor c, Tensor a, Tensor b) {
    if (innerA != innerB || c.rows() != m || c.columns() != n) {
      throw new IllegalArgumentException(
          "expected inner sizes to agree and a result of ["
              + m
              + ", "
              + n
              + "], got "
              + a.shape()
              + ", "
              + b.shape()
              + " and result "
              + c.shape());
    }
  }

  /** c[i, j] = sum over p of a[i * aRow + p * aColumn] * b[p, j]. */
  private static void product(
      double[] a, int aRow, int aColumn, double[] b, double[] c, int m, int k, int n) {
    double[][] sums = new double[Math.min(m, ROW_BLOCK)][n];
    double[] b0 = new double[n];
    double[] b1 = new double[n];
    double[] b2 = new double[n];
    double[] b3 = new double[n];
    for (int from = 0; from < m; from += ROW_BLOCK) {
      int rows = Math.min(ROW_BLOCK, m - from);
      for (int i = 0; i < rows; i++) {
        Arrays.fill(sums[i], 0);
      }
      int p = 0;
      for (; p + 4 <= k; p += 4) {
        System.arraycopy(b, p * n, b0, 0, n);
        System.arraycopy(b, (p + 1) * n, b1, 0, n);
        System.arraycopy(b, (p + 2) * n, b2, 0, n);
        System.arraycopy(b, (p + 3) * n, b3, 0, n);
        for (int i = 0; i < rows; i++) {
          int at = (from + i) * aRow + p * aColumn;
          addFourRows(
              sums[i],
              a[at],
              b0,
              a[at + aColumn],
              b1,
              a[at + 2 * aColumn],
              b2,
              a[at + 3 * aColumn],
              b3,
              n);
        }
      }
      for (; p < k; p++) {
        System.arraycopy(b, p * n, b0, 0, n);
        for (int i = 0; i < rows; i++) {
          addRow(sums[i], a[(from + i) * aRow + p * aColumn], b0, n);
        }
      }
      for (int i = 0; i < rows; i++) {
        System.arraycopy(sums[i], 0, c, (from + i) * n, n);
      }
    }
  }

  private static void addFourRows(
      double[] sum,
      double a0,
      double[] b0,
      double a1,
      double[] b1,
      double a2,
      double[] b2,
      double a3,
      double[] b3,
      int n) {
    for (int j = 0; j < n; j++) {
      sum[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
    }
  }

  private static void addRow(double[] sum, double a, double[] b, int n) {
    for (int j = 0; j < n; j++) {
      sum[j] += a * b[j];
    }
  }
}
