package gradtwin.tensor;

import java.util.Arrays;

/**
 * A dense float64 array of any rank in row-major order.
 *
 * <p>A tensor owns its array or shares one on purpose: {@link #of(Shape, double[])} and {@link
 * #reshaped(Shape)} share, {@link #copy()} and {@link #zeros(Shape)} do not, and {@link #values()}
 * hands out the live array, because the kernels work on it. Whoever writes into a tensor that it
 * did not create says so in its name.
 */
public final class Tensor {
  private final Shape shape;
  private final double[] values;

  private Tensor(Shape shape, double[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * A tensor over the given array, which is shared, not copied.
   *
   * @throws IllegalArgumentException if the array does not hold exactly the shape's elements
   */
  public static Tensor of(Shape shape, double[] values) {
    if (shape.elements() != values.length) {
      throw new IllegalArgumentException(
          "expected " + shape.elements() + " values for shape " + shape + ", got " + values.length);
    }
    return new Tensor(shape, values);
  }

  /** A new tensor full of zeros. */
  public static Tensor zeros(Shape shape) {
    return new Tensor(shape, new double[shape.elements()]);
  }

  /** A new tensor full of zeros with the shape of this one. */
  public Tensor zerosLike() {
    return zeros(shape);
  }

  /** A new vector [n] that holds a copy of the given values. */
  public static Tensor vector(double... values) {
    return new Tensor(Shape.of(values.length), values.clone());
  }

  /**
   * A new matrix [rows, columns] from its rows.
   *
   * @throws IllegalArgumentException if there is no row or the rows differ in length
   */
  public static Tensor matrix(double[]... rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("expected at least one row, got none");
    }
    int columns = rows[0].length;
    double[] values = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new IllegalArgumentException(
            "expected rows of " + columns + " values, got " + rows[i].length + " in row " + i);
      }
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    return new Tensor(Shape.of(rows.length, columns), values);
  }

  public Shape shape() {
    return shape;
  }

  /** The live array behind this tensor, row-major. */
  public double[] values() {
    return values;
  }

  /** The number of elements. */
  public int size() {
    return values.length;
  }

  /** One element, by its coordinates. */
  public double at(int... coordinates) {
    if (coordinates.length != shape.rank()) {
      throw new IllegalArgumentException(
          "expected "
              + shape.rank()
              + " coordinates for shape "
              + shape
              + ", got "
              + Arrays.toString(coordinates));
    }
    int position = 0;
    for (int axis = 0; axis < coordinates.length; axis++) {
      if (coordinates[axis] < 0 || coordinates[axis] >= shape.size(axis)) {
        throw new IllegalArgumentException(
            "expected coordinates within " + shape + ", got " + Arrays.toString(coordinates));
      }
      position = position * shape.size(axis) + coordinates[axis];
    }
    return values[position];
  }

  /** The number of rows: the size of the first axis. */
  public int rows() {
    return shape.size(0);
  }

  /** The number of elements in one row: the product of all sizes but the first. */
  public int columns() {
    int columns = 1;
    for (int axis = 1; axis < shape.rank(); axis++) {
      columns *= shape.size(axis);
    }
    return columns;
  }

  /** The same live elements under another shape. */
  public Tensor reshaped(Shape other) {
    return of(other, values);
  }

  /** Rows {@code from} (inclusive) to {@code to} (exclusive), as a copy. */
  public Tensor rowsCopied(int from, int to) {
    int columns = columns();
    return new Tensor(
        shape.ofOneExample().batchOf(to - from),
        Arrays.copyOfRange(values, from * columns, to * columns));
  }

  public Tensor copy() {
    return new Tensor(shape, values.clone());
  }

  /** A copy in which every element is rounded to the nearest float32 value. */
  public Tensor roundedToFloat32() {
    double[] rounded = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return new Tensor(shape, rounded);
  }

  /** A copy in which every element is multiplied by the factor. */
  public Tensor times(double factor) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = factor * values[i];
    }
    return new Tensor(shape, scaled);
  }

  /** The transpose of a matrix, as a copy. */
  public Tensor transposed() {
    requireRank(2);
    int rows = rows();
    int columns = columns();
    double[] transposed = new double[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = values[i * columns + j];
      }
    }
    return new Tensor(Shape.of(columns, rows), transposed);
  }

  /**
   * The same elements with the axes in another order, as a copy.
   *
   * @param order which axis of this tensor each axis of the result is
   */
  public Tensor permuted(int... order) {
    requireRank(order.length);
    int[] sizes = new int[order.length];
    int[] strides = new int[order.length];
    for (int axis = 0; axis < order.length; axis++) {
      sizes[axis] = shape.size(order[axis]);
      strides[axis] = 1;
      for (int inner = order[axis] + 1; inner < order.length; inner++) {
        strides[axis] *= shape.size(inner);
      }
    }
    double[] permuted = new double[values.length];
    int[] at = new int[order.length];
    int from = 0;
    for (int to = 0; to < permuted.length; to++) {
      permuted[to] = values[from];
      for (int axis = order.length - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++at[axis] < sizes[axis]) {
          break;
        }
        from -= sizes[axis] * strides[axis];
        at[axis] = 0;
      }
    }
    return of(Shape.of(sizes), permuted);
  }

  /**
   * Overwrites this tensor's elements with those of another of the same shape.
   *
   * @throws IllegalArgumentException if the shapes differ: a parameter keeps its shape
   */
  public void overwriteWith(Tensor other) {
    other.requireShape(shape);
    System.arraycopy(other.values, 0, values, 0, values.length);
  }

  /** Overwrites every element with the value. */
  public void fill(double value) {
    Arrays.fill(values, value);
  }

  /** The largest absolute value; 0 if there is no element. */
  public double largestMagnitude() {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** True if no element is NaN or infinite. */
  public boolean isFinite() {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Refuses any other shape.
   *
   * @throws IllegalArgumentException naming both shapes
   */
  public void requireShape(Shape expected) {
    if (!shape.equals(expected)) {
      throw new IllegalArgumentException("expected shape " + expected + ", got " + shape);
    }
  }

  /**
   * Refuses any other number of axes.
   *
   * @throws IllegalArgumentException naming the rank and the shape
   */
  public void requireRank(int expected) {
    if (shape.rank() != expected) {
      throw new IllegalArgumentException("expected " + expected + " axes, got shape " + shape);
    }
  }

  /** The shape, and the values too if there are few. */
  @Override
  public String toString() {
    return values.length <= 16 ? shape + Arrays.toString(values) : shape.toString();
  }
}
