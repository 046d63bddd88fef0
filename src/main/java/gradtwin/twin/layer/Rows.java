package gradtwin.twin.layer;

import gradtwin.tensor.Tensor;
import java.util.Arrays;

/** What layers do with the rows of a matrix besides multiplying it. */
final class Rows {
  private Rows() {}

  /** Adds a row to each row of the matrix. */
  static void add(Tensor matrix, Tensor row) {
    double[] m = matrix.values();
    double[] r = row.values();
    for (int i = 0; i < m.length; i += r.length) {
      for (int j = 0; j < r.length; j++) {
        m[i + j] += r[j];
      }
    }
  }

  /** Overwrites a row with the sum of all rows of the matrix. */
  static void sum(Tensor matrix, Tensor sum) {
    double[] m = matrix.values();
    double[] s = sum.values();
    Arrays.fill(s, 0);
    for (int i = 0; i < m.length; i += s.length) {
      for (int j = 0; j < s.length; j++) {
        s[j] += m[i + j];
      }
    }
  }

  /**
   * Multiplies each row of the matrix by a factor.
   *
   * @param factors as many as there are rows, such as the mask [N, T] of the steps of sequences
   */
  static void mask(Tensor matrix, Tensor factors) {
    if (factors.size() != matrix.rows()) {
      throw new IllegalArgumentException(
          "expected a factor for each of the rows of "
              + matrix.shape()
              + ", got a mask of shape "
              + factors.shape());
    }
    double[] m = matrix.values();
    int columns = matrix.columns();
    for (int row = 0; row < factors.size(); row++) {
      double factor = factors.values()[row];
      for (int i = row * columns; factor != 1 && i < (row + 1) * columns; i++) {
        m[i] *= factor;
      }
    }
  }
}
