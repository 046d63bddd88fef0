package gradtwin.twin.layer;

import gradtwin.tensor.Matrix;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/**
 * Sequences as a recurrence walks through them: a row for each step of each example, all examples
 * of the first step first, so that the rows of one step are neighbours.
 *
 * <pre>{@code
 * sequences   [N, F, T]     as layers exchange them
 * rows        [T * N, F]    in one matrix
 * step        [N, F]        the rows of one step
 * }</pre>
 */
final class TimeMajor {
  private TimeMajor() {}

  /** The rows of sequences. */
  static Tensor toRows(Tensor x) {
    x.requireRank(3);
    int examples = x.rows();
    int features = x.shape().size(1);
    int steps = x.shape().size(2);
    Tensor rows = x.newEmpty(Shape.of(steps * examples, features));
    int from = 0;
    for (int n = 0; n < examples; n++) {
      for (int f = 0; f < features; f++) {
        for (int t = 0; t < steps; t++) {
          rows.values()[(t * examples + n) * features + f] = x.values()[from++];
        }
      }
    }
    return rows;
  }

  /** The sequences of so many examples, given their rows. */
  static Tensor fromRows(Tensor rows, int examples, int steps) {
    int features = rows.columns();
    Tensor x = rows.newEmpty(Shape.of(examples, features, steps));
    int to = 0;
    for (int n = 0; n < examples; n++) {
      for (int f = 0; f < features; f++) {
        for (int t = 0; t < steps; t++) {
          x.values()[to++] = rows.values()[(t * examples + n) * features + f];
        }
      }
    }
    return x;
  }

  /** The sequences [N, F, T] whose steps are given, each [N, F]. */
  static Tensor ofSteps(Tensor[] steps, int from, int count) {
    Tensor first = steps[from];
    Tensor x = first.newEmpty(Shape.of(first.rows(), first.columns(), count));
    double[] values = x.values();
    for (int t = 0; t < count; t++) {
      double[] step = steps[from + t].values();
      for (int i = 0; i < step.length; i++) {
        values[i * count + t] = step[i];
      }
    }
    return x;
  }

  /** Adds the rows of one step to a tensor. */
  static void addStep(Tensor rows, int t, Tensor sum) {
    double[] values = sum.values();
    double[] all = rows.values();
    int from = t * values.length;
    for (int i = 0; i < values.length; i++) {
      values[i] += all[from + i];
    }
  }

  /** The rows of one step, live. */
  static Matrix matrixOfStep(Tensor rows, int t, int examples) {
    return Matrix.of(rows).rows(t * examples, (t + 1) * examples);
  }

  /** A copy of the rows of one step. */
  static Tensor step(Tensor rows, int t, int examples) {
    return rows.rowsCopied(t * examples, (t + 1) * examples);
  }

  /** The rows of {@code count} steps, the first of which is {@code steps[from]}. */
  static Tensor join(Tensor[] steps, int from, int count) {
    int size = steps[from].size();
    Tensor rows = steps[from].newEmpty(Shape.of(count * steps[from].rows(), steps[from].columns()));
    for (int t = 0; t < count; t++) {
      System.arraycopy(steps[from + t].values(), 0, rows.values(), t * size, size);
    }
    return rows;
  }

  /** The mask of one step, [N, 1], given that of all, [N, T]. */
  static Tensor maskOfStep(Tensor mask, int t) {
    Tensor column = mask.newEmpty(Shape.of(mask.rows(), 1));
    int steps = mask.columns();
    for (int n = 0; n < mask.rows(); n++) {
      column.values()[n] = mask.values()[n * steps + t];
    }
    return column;
  }

  /** Sequences, or their mask, with the last step first. */
  static Tensor reversed(Tensor x) {
    int steps = x.shape().size(x.shape().rank() - 1);
    Tensor reversed = x.newEmpty(x.shape());
    for (int from = 0; from < x.size(); from += steps) {
      for (int t = 0; t < steps; t++) {
        reversed.values()[from + t] = x.values()[from + steps - 1 - t];
      }
    }
    return reversed;
  }
}
