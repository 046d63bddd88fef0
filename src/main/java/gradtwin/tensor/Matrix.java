package gradtwin.tensor;

/**
 * A matrix that lies somewhere in a live array: a whole tensor, some of its rows or columns, or its
 * transpose. Nothing is copied. Element [i, j] is {@code values[from + i * rowStride + j *
 * columnStride]}.
 */
public final class Matrix {
  final double[] values;
  int from;
  final int rows;
  final int columns;
  final int rowStride;
  final int columnStride;

  private Matrix(
      double[] values, int from, int rows, int columns, int rowStride, int columnStride) {
    this.values = values;
    this.from = from;
    this.rows = rows;
    this.columns = columns;
    this.rowStride = rowStride;
    this.columnStride = columnStride;
  }

  /** A tensor with all axes but the first taken as one: [rows, columns]. */
  public static Matrix of(Tensor tensor) {
    int columns = tensor.columns();
    return new Matrix(tensor.values(), 0, tensor.rows(), columns, columns, 1);
  }

  /**
   * The first of several equally large matrices that lie in a tensor one after the other: see
   * {@link #moveTo}.
   */
  public static Matrix firstOf(Tensor tensor, int rows, int columns) {
    requireWithin(tensor.size() % Math.max(1, rows * columns) == 0, tensor.shape());
    return new Matrix(tensor.values(), 0, rows, columns, columns, 1);
  }

  /**
   * Moves this view to another of several equally large matrices, so that going through thousands
   * takes one view.
   *
   * @param which counted from 0
   * @return this
   */
  public Matrix moveTo(int which) {
    int size = rows * columns;
    requireWithin(which >= 0 && (which + 1) * size <= values.length, this);
    from = which * size;
    return this;
  }

  /** Rows {@code first} (inclusive) to {@code end} (exclusive). */
  public Matrix rows(int first, int end) {
    requireWithin(first >= 0 && first <= end && end <= rows, this);
    return new Matrix(
        values, from + first * rowStride, end - first, columns, rowStride, columnStride);
  }

  /** Columns {@code first} (inclusive) to {@code end} (exclusive). */
  public Matrix columns(int first, int end) {
    requireWithin(first >= 0 && first <= end && end <= columns, this);
    return new Matrix(
        values, from + first * columnStride, rows, end - first, rowStride, columnStride);
  }

  /** The same elements with rows taken as columns. */
  public Matrix transposed() {
    return new Matrix(values, from, columns, rows, columnStride, rowStride);
  }

  /** Overwrites this matrix with the elements of another of the same size. */
  public void overwriteWith(Matrix other) {
    requireWithin(other.rows == rows && other.columns == columns, this);
    for (int i = 0; i < rows; i++) {
      int to = from + i * rowStride;
      int at = other.from + i * other.rowStride;
      for (int j = 0; j < columns; j++, to += columnStride, at += other.columnStride) {
        values[to] = other.values[at];
      }
    }
  }

  private static void requireWithin(boolean within, Object whole) {
    if (!within) {
      throw new IllegalArgumentException("expected a part of " + whole);
    }
  }

  /** The sizes in brackets. */
  @Override
  public String toString() {
    return "[" + rows + ", " + columns + "]";
  }
}
