package gradtwin.compare;

import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Worked;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Which elements are worked out: all of a small tensor, the largest of a large one; of tensors of
 * examples, those of the examples that are shown.
 *
 * @param first the first example that is shown
 * @param shown how many are
 */
record Selection(int first, int shown) {
  private static final int SMALL = 64;

  /**
   * Works out the selected elements of a tensor.
   *
   * @param equations the arithmetic of an element, given its position; empty if there is none
   */
  List<Worked> work(Sides sides, IntFunction<List<Equation>> equations) {
    return positions(sides)
        .mapToObj(
            position ->
                new Worked(
                    sides.symbol(),
                    position,
                    equations.apply(position),
                    Optional.of(sides.dl4j().values()[position])))
        .filter(worked -> !worked.equations().isEmpty())
        .toList();
  }

  private IntStream positions(Sides sides) {
    int columns = sides.twin().columns();
    int from = sides.perExample() ? first * columns : 0;
    int to = sides.perExample() ? (first + shown) * columns : sides.twin().size();
    if (to - from <= SMALL) {
      return IntStream.range(from, to);
    }
    double[] values = sides.twin().values();
    int largest = from;
    for (int i = from; i < to; i++) {
      largest = Math.abs(values[i]) > Math.abs(values[largest]) ? i : largest;
    }
    return IntStream.of(largest);
  }
}
