package gradtwin.tensor;

import java.util.Arrays;

/**
 * Kernels in plain Java.
 *
 * <p>In the product, rows of {@code b} and of the result are held in arrays of their own while they
 * are in use, because the JIT compiler vectorizes {@code c[j] += a * b[j]} only when both arrays
 * are indexed from 0.
 */
final class PlainKernels implements DenseKernels {
  /** Rows of the result that are accumulated together: 64 rows of 128 float64 fill 64 KiB. */
  private static final int ROW_BLOCK = 64;

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public void product(Matrix a, Matrix b, Matrix c, boolean add) {
    int n = c.columns;
    double[][] sums = new double[Math.min(c.rows, ROW_BLOCK)][n];
    double[][] rows = new double[4][n];
    for (int from = 0; from < c.rows; from += ROW_BLOCK) {
      int end = Math.min(from + ROW_BLOCK, c.rows);
      sumBlock(a.rows(from, end), b, sums, rows);
      for (int i = from; i < end; i++) {
        int to = c.from + i * c.rowStride;
        if (add) {
          double[] sum = sums[i - from];
          for (int j = 0; j < n; j++) {
            c.values[to + j] += sum[j];
          }
        } else {
          System.arraycopy(sums[i - from], 0, c.values, to, n);
        }
      }
    }
  }

  /**
   * {@code sums = a · b}
   *
   * @param rows room for four rows of b
   */
  private static void sumBlock(Matrix a, Matrix b, double[][] sums, double[][] rows) {
    int n = b.columns;
    double[] x = a.values;
    int step = a.columnStride;
    for (int i = 0; i < a.rows; i++) {
      Arrays.fill(sums[i], 0);
    }
    int p = 0;
    for (; p + 4 <= b.rows; p += 4) {
      for (int q = 0; q < 4; q++) {
        System.arraycopy(b.values, b.from + (p + q) * b.rowStride, rows[q], 0, n);
      }
      for (int i = 0; i < a.rows; i++) {
        int at = a.from + i * a.rowStride + p * step;
        addFourRows(
            sums[i],
            x[at],
            rows[0],
            x[at + step],
            rows[1],
            x[at + 2 * step],
            rows[2],
            x[at + 3 * step],
            rows[3],
            n);
      }
    }
    for (; p < b.rows; p++) {
      System.arraycopy(b.values, b.from + p * b.rowStride, rows[0], 0, n);
      for (int i = 0; i < a.rows; i++) {
        addRow(sums[i], x[a.from + i * a.rowStride + p * step], rows[0], n);
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

  /**
   * A product that is too small for rows to be worth copying.
   *
   * @param first the first of c's columns that is computed
   */
  static void small(Matrix a, Matrix b, Matrix c, int first, boolean add) {
    for (int i = 0; i < c.rows; i++) {
      for (int j = first; j < c.columns; j++) {
        double sum = 0;
        int left = a.from + i * a.rowStride;
        int right = b.from + j;
        for (int p = 0; p < b.rows; p++, left += a.columnStride, right += b.rowStride) {
          sum += a.values[left] * b.values[right];
        }
        int to = c.from + i * c.rowStride + j;
        c.values[to] = add ? c.values[to] + sum : sum;
      }
    }
  }

  @Override
  public void adam(AdamStep step, double[] w, double[] g, double[] m, double[] v) {
    adam(step, w, g, m, v, 0);
  }

  /** From one number on. */
  static void adam(AdamStep step, double[] w, double[] g, double[] m, double[] v, int from) {
    double beta1 = step.beta1();
    double beta2 = step.beta2();
    double rate = step.rate();
    double epsilon = step.epsilon();
    double decay = step.decay();
    for (int i = from; i < w.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      g[i] = rate * m[i] / (Math.sqrt(v[i]) + epsilon) + decay * w[i];
      w[i] -= g[i];
    }
  }

  @Override
  public void tanh(double[] x, double[] y) {
    tanh(x, y, 0);
  }

  /** From one number on. */
  static void tanh(double[] x, double[] y, int from) {
    for (int i = from; i < x.length; i++) {
      y[i] = Math.tanh(x[i]);
    }
  }

  @Override
  public void sigmoid(double[] x, double[] y) {
    sigmoid(x, y, 0);
  }

  /** From one number on. */
  static void sigmoid(double[] x, double[] y, int from) {
    for (int i = from; i < x.length; i++) {
      y[i] = 1 / (1 + Math.exp(-x[i]));
    }
  }
}
