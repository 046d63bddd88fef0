package gradtwin.train;

import gradtwin.spec.LabelEncoding;
import gradtwin.tensor.Tensor;

/**
 * Which class a row of outputs stands for: that of the greatest output, the first of equals; with a
 * single output the second class if it is above the threshold, else the first.
 */
public record Decision(LabelEncoding labels) {
  /** The answer for a row that holds a NaN: no class. */
  public static final int NONE = -1;

  /** The class of one row of [N, columns], or {@link #NONE}. */
  public int classOf(Tensor outputs, int row) {
    double[] values = outputs.values();
    int columns = labels.columns();
    int from = row * columns;
    int best = 0;
    for (int i = 0; i < columns; i++) {
      if (Double.isNaN(values[from + i])) {
        return NONE;
      }
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return columns > 1 ? best : values[from] > labels.threshold() ? 1 : 0;
  }
}
