package gradtwin.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Cells in aligned columns, for a terminal. */
final class TextTable {
  private static final String GAP = "  ";

  private final Set<Integer> leftAligned;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param leftAligned the columns of words, counted from 0; the others are numbers and stand right
   */
  TextTable(Integer... leftAligned) {
    this.leftAligned = Set.of(leftAligned);
  }

  /** Adds a row; a row may have fewer cells than others. */
  TextTable row(String... cells) {
    return row(Arrays.asList(cells));
  }

  /** Adds a row. */
  TextTable row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /** The lines of the table, each ending in a line end, without blanks before it. */
  @Override
  public String toString() {
    int[] widths = widths();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? "" : GAP);
        line.append(leftAligned.contains(i) ? row.get(i) + padding : padding + row.get(i));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int[] widths() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }
}
