package gradtwin.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How the cost of a step grows with the work: MNIST's dense network, 784-128-10 at batch 32, with
 * its batch, its width or its depth taken from small to large.
 */
public final class Growth {
  private static final int BATCH = 32;
  private static final int WIDTH = 128;
  private static final int DEPTH = 1;

  /** Who is measured: PyTorch once, in the twin's precision. */
  private static final Set<Subject> SUBJECTS =
      Set.of(Subject.DL4J, Subject.STOCK, Subject.TWIN, Subject.PYTORCH64);

  private Growth() {}

  /** What grows. */
  public enum Axis {
    /** Examples per step. */
    BATCH(List.of(1, 4, 16, 64, 256, 1024)),
    /** Units of the hidden layer. */
    WIDTH(List.of(16, 64, 256, 1024)),
    /** Hidden layers. */
    DEPTH(List.of(1, 2, 4, 8, 16));

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<Integer> values;

    Axis(List<Integer> values) {
      this.values = values;
    }

    private Workload workload(int value) {
      return switch (this) {
        case BATCH -> Workload.mlp(value, Growth.WIDTH, Growth.DEPTH);
        case WIDTH -> Workload.mlp(Growth.BATCH, value, Growth.DEPTH);
        case DEPTH -> Workload.mlp(Growth.BATCH, Growth.WIDTH, value);
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One size. */
  record Point(Axis axis, int value, Workload workload) {}

  /** Every size, small ones first. */
  static List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      axis.values.forEach(value -> points.add(new Point(axis, value, axis.workload(value))));
    }
    return points;
  }

  /** Those of the subjects that take part. */
  static List<Subject> subjects(List<Subject> asked) {
    return asked.stream().filter(SUBJECTS::contains).toList();
  }
}
