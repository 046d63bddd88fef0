package gradtwin.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The sizes of a tensor's axes, outermost first. Immutable; every size is at least 0. */
public final class Shape {
  private final int[] sizes;

  private Shape(int[] sizes) {
    this.sizes = sizes;
  }

  /**
   * A shape with the given axes.
   *
   * @throws IllegalArgumentException if a size is negative or the element count overflows an int
   */
  public static Shape of(int... sizes) {
    long elements = 1;
    for (int size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException(
            "expected axis sizes of at least 0, got " + Arrays.toString(sizes));
      }
      elements *= size;
      if (elements > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "expected at most 2^31 - 1 elements, got shape " + Arrays.toString(sizes));
      }
    }
    return new Shape(sizes.clone());
  }

  /** The number of axes. */
  public int rank() {
    return sizes.length;
  }

  /** The size of one axis, counted from 0. */
  public int size(int axis) {
    return sizes[axis];
  }

  /** The sizes of all axes, as a copy. */
  public int[] sizes() {
    return sizes.clone();
  }

  /** The number of elements: the product of the sizes, 1 for a scalar. */
  public int elements() {
    int elements = 1;
    for (int size : sizes) {
      elements *= size;
    }
    return elements;
  }

  /** This shape with one more axis in front: the shape of {@code count} things of this shape. */
  public Shape batchOf(int count) {
    int[] batched = new int[sizes.length + 1];
    batched[0] = count;
    System.arraycopy(sizes, 0, batched, 1, sizes.length);
    return of(batched);
  }

  /** This shape without its first axis: the shape of one example of a batch. */
  public Shape ofOneExample() {
    if (sizes.length == 0) {
      throw new IllegalArgumentException("expected a shape with at least one axis, got a scalar");
    }
    return of(Arrays.copyOfRange(sizes, 1, sizes.length));
  }

  /**
   * The coordinates of an element, given its position in row-major order.
   *
   * @throws IllegalArgumentException if the position lies outside this shape
   */
  public int[] coordinates(int position) {
    if (position < 0 || position >= elements()) {
      throw new IllegalArgumentException(
          "expected a position from 0 to "
              + (elements() - 1)
              + " in "
              + this
              + ", got "
              + position);
    }
    int[] coordinates = new int[sizes.length];
    int rest = position;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      coordinates[axis] = rest % sizes[axis];
      rest /= sizes[axis];
    }
    return coordinates;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** The sizes in brackets, as in {@code [32, 784]}. */
  @Override
  public String toString() {
    return IntStream.of(sizes)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
