package gradtwin.spec;

import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * A number of positions at both ends of each spatial axis.
 *
 * <pre>{@code
 * before: 2
 * after: 1
 * }</pre>
 *
 * <p>for a sequence; top, bottom, left and right for an image; with front and back for a volume.
 *
 * @param before one per axis, outermost first
 * @param after one per axis, outermost first
 */
record Sides(List<Integer> before, List<Integer> after) {
  private static final List<List<String>> KEYS =
      List.of(
          List.of("before", "after"),
          List.of("top", "bottom", "left", "right"),
          List.of("front", "back", "top", "bottom", "left", "right"));

  private static final Range SIZE = Range.between(0, 1000);

  Sides {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /**
   * Reads two keys for each axis.
   *
   * @param help what happens to the positions, to follow a key
   */
  static Sides read(Fields fields, Axes axes, String help) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    List<String> keys = KEYS.get(axes.count() - 1);
    for (int i = 0; i < keys.size(); i++) {
      (i % 2 == 0 ? before : after).add(fields.wholeNumber(keys.get(i), help, SIZE, 0));
    }
    return new Sides(before, after);
  }

  /** Both ends of an axis together. */
  int both(int axis) {
    return before.get(axis) + after.get(axis);
  }

  /** The two numbers of each axis in turn, as DL4J takes them. */
  int[] toDl4j() {
    int[] sizes = new int[2 * before.size()];
    for (int axis = 0; axis < before.size(); axis++) {
      sizes[2 * axis] = before.get(axis);
      sizes[2 * axis + 1] = after.get(axis);
    }
    return sizes;
  }

  /** For people: {@code 1+1 x 2+0}. */
  String detail() {
    List<String> axes = new ArrayList<>();
    for (int axis = 0; axis < before.size(); axis++) {
      axes.add(before.get(axis) + "+" + after.get(axis));
    }
    return String.join(" x ", axes);
  }
}
