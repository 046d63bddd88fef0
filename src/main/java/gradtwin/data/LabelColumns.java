package gradtwin.data;

import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Task;
import gradtwin.tensor.Shape;

/** Writes labels the way a loss wants them; see {@link LabelEncoding}. */
final class LabelColumns {
  private final LabelEncoding encoding;
  private final int classes;

  /**
   * @param classes how many there are; 0 for a regression
   * @throws IllegalArgumentException if the encoding cannot hold such labels
   */
  LabelColumns(LabelEncoding encoding, int classes) {
    boolean fits =
        encoding.task() == Task.REGRESSION
            ? classes == 0 && encoding.columns() == 1
            : encoding.columns() == classes || (encoding.columns() == 1 && classes == 2);
    if (!fits) {
      throw new IllegalArgumentException(
          "expected label columns for " + classes + " classes, got " + encoding);
    }
    this.encoding = encoding;
    this.classes = classes;
  }

  /** How many columns there are. */
  int count() {
    return encoding.columns();
  }

  /** The shape of one label. */
  Shape shape() {
    return encoding.shape();
  }

  /**
   * Writes one label into {@code target}, starting at {@code offset}.
   *
   * @param label the class, counted from 0, or the regression target
   */
  void write(double label, double[] target, int offset) {
    if (encoding.task() == Task.REGRESSION) {
      target[offset] = label;
    } else if (encoding.columns() == classes) {
      for (int i = 0; i < classes; i++) {
        target[offset + i] = encoding.ofClass(i == label);
      }
    } else {
      target[offset] = encoding.ofClass(label == 1);
    }
  }
}
