package gradtwin.train;

import java.util.ArrayList;
import java.util.List;

/** How often each class was taken for each. */
public final class ConfusionMatrix {
  private final List<String> classes;
  private final int[][] counts;
  private int undecided;

  /** An empty matrix over the classes, in label order. */
  ConfusionMatrix(List<String> classes) {
    this.classes = List.copyOf(classes);
    this.counts = new int[classes.size()][classes.size()];
  }

  /**
   * Counts one label: of an example, or of a step.
   *
   * @param predicted a class or {@link Decision#NONE}
   */
  void count(int actual, int predicted) {
    if (predicted == Decision.NONE) {
      undecided++;
    } else {
      counts[actual][predicted]++;
    }
  }

  public List<String> classes() {
    return classes;
  }

  /** One row per actual class, one column per predicted class. */
  public List<List<Integer>> rows() {
    List<List<Integer>> rows = new ArrayList<>();
    for (int[] ofClass : counts) {
      List<Integer> row = new ArrayList<>();
      for (int count : ofClass) {
        row.add(count);
      }
      rows.add(row);
    }
    return rows;
  }

  /** How many labels got no class, because an output was NaN. */
  public int undecided() {
    return undecided;
  }

  /** The share of a class's examples that were recognized; NaN if it has none. */
  public double recall(int ofClass) {
    int all = 0;
    for (int count : counts[ofClass]) {
      all += count;
    }
    return (double) counts[ofClass][ofClass] / all;
  }

  /** The share of the examples taken for a class that belong to it; NaN if there are none. */
  public double precision(int ofClass) {
    int all = 0;
    for (int[] row : counts) {
      all += row[ofClass];
    }
    return (double) counts[ofClass][ofClass] / all;
  }
}
