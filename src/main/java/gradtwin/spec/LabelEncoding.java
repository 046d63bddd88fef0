package gradtwin.spec;

import gradtwin.tensor.Shape;

/**
 * How labels become the columns that a loss compares with.
 *
 * <p>A class among K is written to K columns, 1 for the class and {@code negative} for the others;
 * of two classes it may be written to one column, which is 1 for the second class. A regression
 * target is its own column.
 *
 * @param task what a label is
 * @param shape of one example's label: [columns], or [columns, ...] at several positions
 * @param negative 0, or -1 for the hinge loss
 */
public record LabelEncoding(Task task, Shape shape, double negative) {
  /** How many columns there are. */
  public int columns() {
    return shape.size(0);
  }

  /** The output above which a single column stands for the second class. */
  public double threshold() {
    return (1 + negative) / 2;
  }
}
