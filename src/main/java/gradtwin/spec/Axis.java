package gradtwin.spec;

import gradtwin.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the places along one axis of a tensor are called: {@code filter 4}. */
@FunctionalInterface
public interface Axis {
  /**
   * One place in words.
   *
   * @param index counted from 0
   */
  String at(int index);

  /** An axis whose places have a common name and a number. */
  static Axis of(String name) {
    return index -> name + " " + index;
  }

  /** Several axes, laid out along one in row-major order: {@code channel 2, y 0, x 1}. */
  static Axis joined(Shape sizes, List<Axis> axes) {
    return index -> words(axes, IntStream.of(sizes.coordinates(index)).boxed().toList());
  }

  /**
   * An element of a tensor in words: {@code example 2, feature 7}.
   *
   * @param axes one for each coordinate
   */
  static String words(List<Axis> axes, List<Integer> index) {
    if (axes.size() != index.size()) {
      throw new IllegalArgumentException(
          "expected an index along each of " + axes.size() + " axes, got " + index);
    }
    return IntStream.range(0, axes.size())
        .mapToObj(axis -> axes.get(axis).at(index.get(axis)))
        .collect(Collectors.joining(", "));
  }

  /** The axes of a row, a sequence, an image or a volume. */
  static List<Axis> ofExample(int rank) {
    return rank <= 2
        ? named("feature", "time step").subList(0, rank)
        : concat(of("channel"), ofKernel(rank - 1));
  }

  /** The axes along which a kernel is slid: over the steps of a sequence, an image or a volume. */
  static List<Axis> ofKernel(int count) {
    return count == 1 ? named("tap") : named("z", "y", "x").subList(3 - count, 3);
  }

  /** What arrives at a unit that sees all of an example, or all of one step of a sequence. */
  static Axis ofInputs(Shape example) {
    return example.rank() <= 2 ? of("input") : joined(example, ofExample(example.rank()));
  }

  /** Axes whose places have a common name and a number. */
  static List<Axis> named(String... names) {
    return IntStream.range(0, names.length).mapToObj(i -> of(names[i])).toList();
  }

  /** The same axes behind another one. */
  static List<Axis> concat(Axis first, List<Axis> others) {
    List<Axis> axes = new ArrayList<>();
    axes.add(first);
    axes.addAll(others);
    return axes;
  }
}
