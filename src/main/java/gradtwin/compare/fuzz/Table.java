package gradtwin.compare.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A table of random data, which becomes a CSV file.
 *
 * @param columns their names
 * @param rows a value for each column
 */
record Table(List<String> columns, List<List<String>> rows) {
  Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  String csv() {
    StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
    rows.forEach(row -> text.append(String.join(",", row)).append('\n'));
    return text.toString();
  }

  /** Some of the rows. */
  Table filter(Predicate<List<String>> keep) {
    return new Table(columns, rows.stream().filter(keep).toList());
  }

  /** Without one column. */
  Table without(String column) {
    int at = columns.indexOf(column);
    return new Table(without(columns, at), rows.stream().map(row -> without(row, at)).toList());
  }

  private static List<String> without(List<String> values, int at) {
    List<String> left = new ArrayList<>(values);
    left.remove(at);
    return left;
  }

  /** The values of one column. */
  List<String> column(String name) {
    int at = columns.indexOf(name);
    return rows.stream().map(row -> row.get(at)).toList();
  }
}
