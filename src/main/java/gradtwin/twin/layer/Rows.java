package gradtwin.twin.layer;

import gradtwin.tensor.Tensor;

/** What layers do with the rows of a matrix besides multiplying it. */
final class Rows {
  private Rows() {}

  /** Adds a row to each row of the matrix. */
  static void add(Tensor matrix, Tensor row) {
    add(matrix, row, 0);
  }

  /**
   * Adds a part of a row to each row of the matrix.
   *
   * @param first where in the row it begins
   */
  static void add(Tensor matrix, Tensor row, int first) {
    double[] m = matrix.values();
    double[] r = row.values();
    int columns = matrix.columns();
    for (int i = 0; i < m.length; i += columns) {
      for (int j = 0; j < columns; j++) {
        m[i + j] += r[first + j];
      }
    }
  }

  /** Overwrites a row with the sum of all rows of the matrix. */
  static void sum(Tensor matrix, Tensor sum) {
    sum.fill(0);
    addSum(matrix, sum, 0);
  }

  /**
   * Adds the sum of all rows of the matrix to a part of a row.
   *
   * @param first where in the row it begins
   */
  static void addSum(Tensor matrix, Tensor row, int first) {
    double[] m = matrix.values();
    double[] r = row.values();
    int columns = matrix.columns();
    for (int i = 0; i < m.length; i += columns) {
      for (int j = 0; j < columns; j++) {
        r[first + j] += m[i + j];
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
