package gradtwin.tensor;

import java.util.Arrays;
import java.util.Optional;

/**
 * A dense float64 array of any rank in row-major order.
 *
 * <p>A tensor owns its array or shares one on purpose: {@link #of(Shape, double[])} and {@link
 * #reshaped(Shape)} share, {@link #copy()} and {@link #zeros(Shape)} do not, and {@link #values()}
 * hands out the live array, because the kernels work on it. Whoever writes into a tensor that it
 * did not create says so in its name.
 *
 * <p>What is made from a tensor lies where that one does: in memory of its own, or in the {@link
 * Workspace} of a training step, where it lasts until the next one.
 */
public final class Tensor {
  private final Shape shape;
  private final double[] values;
  private final Optional<Workspace> workspace;

  private Tensor(Shape shape, double[] values) {
    this(shape, values, Optional.empty());
  }

  private Tensor(Shape shape, double[] values, Optional<Workspace> workspace) {
    this.shape = shape;
    this.values = values;
    this.workspace = workspace;
  }

  /**
   * A tensor over the given array, which is shared, not copied.
   *
   * @throws IllegalArgumentException if the array does not hold exactly the shape's elements
   */
  public static Tensor of(Shape shape, double[] values) {
    requireElements(shape, values);
    return new Tensor(shape, values);
  }

  private static void requireElements(Shape shape, double[] values) {
    if (shape.elements() != values.length) {
      throw new IllegalArgumentException(
          "expected " + shape.elements() + " values for shape " + shape + ", got " + values.length);
    }
  }

  /** A new tensor full of zeros. */
  public static Tensor zeros(Shape shape) {
    return new Tensor(shape, new double[shape.elements()]);
  }

  /** A new tensor full of zeros with the shape of this one, in its workspace if it is in one. */
  public Tensor zerosLike() {
    return newZeros(shape);
  }

  /** A new tensor full of zeros, in this one's workspace if it is in one. */
  public Tensor newZeros(Shape other) {
    Tensor zeros = newEmpty(other);
    if (workspace.isPresent()) {
      zeros.fill(0);
    }
    return zeros;
  }

  /**
   * A new tensor in this one's workspace if it is in one. Its elements are any numbers: it is for
   * those who overwrite them all.
   */
  public Tensor newEmpty(Shape other) {
    return workspace.isPresent() ? workspace.get().take(other) : zeros(other);
  }

  /** The same live elements, as a tensor from which others are made where {@code place} lies. */
  public Tensor near(Tensor place) {
    return new Tensor(shape, values, place.workspace);
  }

  /** The same live elements in a workspace. */
  Tensor in(Workspace other) {
    return new Tensor(shape, values, Optional.of(other));
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
    requireElements(other, values);
    return new Tensor(other, values, workspace);
  }

  /** Rows {@code from} (inclusive) to {@code to} (exclusive), as a copy. */
  public Tensor rowsCopied(int from, int to) {
    int columns = columns();
    Tensor copy = newEmpty(shape.ofOneExample().batchOf(to - from));
    System.arraycopy(values, from * columns, copy.values, 0, copy.values.length);
    return copy;
  }

  public Tensor copy() {
    Tensor copy = newEmpty(shape);
    copy.overwriteWith(this);
    return copy;
  }

  /** A copy in which every element is rounded to the nearest float32 value. */
  public Tensor roundedToFloat32() {
    Tensor rounded = newEmpty(shape);
    for (int i = 0; i < values.length; i++) {
      rounded.values[i] = (float) values[i];
    }
    return rounded;
  }

  /** A copy in which every element is multiplied by the factor. */
  public Tensor times(double factor) {
    Tensor scaled = newEmpty(shape);
    for (int i = 0; i < values.length; i++) {
      scaled.values[i] = factor * values[i];
    }
    return scaled;
  }

  /** The transpose of a matrix, as a copy. */
  public Tensor transposed() {
    requireRank(2);
    Tensor transposed = newEmpty(Shape.of(columns(), rows()));
    Matrix.of(transposed).overwriteWith(Matrix.of(this).transposed());
    return transposed;
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
    Tensor permuted = newEmpty(Shape.of(sizes));
    int[] at = new int[order.length];
    int from = 0;
    for (int to = 0; to < permuted.values.length; to++) {
      permuted.values[to] = values[from];
      for (int axis = order.length - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++at[axis] < sizes[axis]) {
          break;
        }
        from -= sizes[axis] * strides[axis];
        at[axis] = 0;
      }
    }
    return permuted;
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
