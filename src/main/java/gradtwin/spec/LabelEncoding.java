package gradtwin.spec;

import gradtwin.tensor.Shape;

/**
 * How labels become the columns that a loss compares with.
 *
 * <p>A class among K is written to K columns, 1 for the class and {@code negative} for the others;
 * of two classes it may be written to one column, which is 1 for the second class. A regression
 * target is its own column.
 *
 * <p>Smoothed labels are {@code (1 - smoothing) y + smoothing / K}, so that they still add up to 1;
 * of two classes in one column K is 2. Source: Szegedy et al., "Rethinking the Inception
 * architecture for computer vision", CVPR 2016, section 7.
 *
 * @param task what a label is
 * @param shape of one example's label: [columns], or [columns, ...] at several positions
 * @param negative 0, or -1 for the hinge loss
 * @param smoothing the share of each label that is spread over all classes, from 0 to below 1
 */
public record LabelEncoding(Task task, Shape shape, double negative, double smoothing) {
  /** Labels as they are. */
  public LabelEncoding(Task task, Shape shape, double negative) {
    this(task, shape, negative, 0);
  }

  /** The label of the class that an example belongs to, or of one that it does not. */
  public double ofClass(boolean belongs) {
    double label = belongs ? 1 : negative;
    return smoothing == 0 ? label : (1 - smoothing) * label + smoothing / Math.max(2, columns());
  }

  /** How many columns there are. */
  public int columns() {
    return shape.size(0);
  }

  /** The output above which a single column stands for the second class. */
  public double threshold() {
    return (1 + negative) / 2;
  }
}
