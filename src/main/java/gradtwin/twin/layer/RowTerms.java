package gradtwin.twin.layer;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Term;
import java.util.Optional;

/** What formulas of layers do with rows. */
final class RowTerms {
  private RowTerms() {}

  /** One row per example, channels first: [N, ...] as [N, columns]. */
  static Term flat(Term x) {
    return x.reshaped(Shape.of(x.value().rows(), x.value().columns()));
  }

  /**
   * One row per position: [N, C, P...] as [N P, C], all positions of the first example first; [N,
   * C] stays as it is.
   */
  static Term ofPositions(Term x) {
    int channels = x.shape().size(1);
    int positions = x.value().columns() / channels;
    return x.gathered(
        Shape.of(x.value().rows() * positions, channels),
        at -> (at[0] / positions * channels + at[1]) * positions + at[0] % positions);
  }

  /**
   * What {@link #ofPositions} was given, for rows that may have another number of channels.
   *
   * @param like a shape with the examples and the positions, [N, any, P...]
   */
  static Term backTo(Term rows, Shape like) {
    int channels = rows.shape().size(1);
    int[] sizes = like.sizes();
    int positions = like.elements() / sizes[0] / sizes[1];
    sizes[1] = channels;
    Term channelsFirst =
        rows.gathered(
            Shape.of(sizes[0], channels, positions),
            at -> (at[0] * positions + at[2]) * channels + at[1]);
    return channelsFirst.reshaped(Shape.of(sizes));
  }

  /**
   * Rows times what the mask has for each.
   *
   * @param mask as many numbers as there are rows, in their order
   */
  static Term masked(Term rows, Optional<Tensor> mask) {
    return mask.map(m -> rows.times(ofRows(m, rows))).orElse(rows);
  }

  private static Term ofRows(Tensor mask, Term rows) {
    return rows.constant(mask.reshaped(Shape.of(mask.size()))).along(rows.shape(), 0);
  }

  /** x W + b at each step of sequences: [N, in, T] is [N, out, T]. */
  static Term projected(Term x, Term w, Optional<Term> b) {
    Term xw = ofPositions(x).product(w);
    return backTo(b.map(row -> plusRow(xw, row)).orElse(xw), x.shape());
  }

  /**
   * The rows of one step of sequences, 0 where the step is not there.
   *
   * @param rows one for each example
   * @param mask [N, T]
   */
  static Term maskedStep(Term rows, Optional<Tensor> mask, int t) {
    return mask.map(m -> rows.times(rows.constant(m).at(1, t).along(rows.shape(), 0))).orElse(rows);
  }

  /** A bias or another row, added to each row. */
  static Term plusRow(Term rows, Term row) {
    return rows.plus(row.along(rows.shape(), 1));
  }
}
