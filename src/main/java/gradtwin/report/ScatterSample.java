package gradtwin.report;

import gradtwin.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Chooses the elements of a block that are drawn: all of them if they are few, else those that
 * stand out and an even sample of the rest. A drawing of a hundred thousand points shows no more.
 */
final class ScatterSample {
  static final int LIMIT = 2000;
  private static final int OF_EACH_EXTREME = 50;

  private ScatterSample() {}

  /** Positions in row-major order, ascending. */
  static List<Integer> of(Tensor dl4j, Tensor twin) {
    int size = twin.size();
    if (size <= LIMIT) {
      return IntStream.range(0, size).boxed().toList();
    }
    double[] d = dl4j.values();
    double[] h = twin.values();
    TreeSet<Integer> chosen = new TreeSet<>();
    addLargest(chosen, size, i -> Math.abs(d[i] - h[i]));
    addLargest(chosen, size, i -> d[i]);
    addLargest(chosen, size, i -> -d[i]);
    addLargest(chosen, size, i -> h[i]);
    addLargest(chosen, size, i -> -h[i]);
    int rest = LIMIT - chosen.size();
    for (int i = 0; i < rest; i++) {
      chosen.add((int) ((long) i * size / rest));
    }
    return List.copyOf(chosen);
  }

  private static void addLargest(Set<Integer> chosen, int size, IntToDoubleFunction key) {
    PriorityQueue<Integer> largest =
        new PriorityQueue<>(Comparator.comparingDouble(i -> key.applyAsDouble(i)));
    for (int i = 0; i < size; i++) {
      largest.add(i);
      if (largest.size() > OF_EACH_EXTREME) {
        largest.remove();
      }
    }
    chosen.addAll(largest);
  }
}
