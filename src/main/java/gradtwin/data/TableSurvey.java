package gradtwin.data;

import gradtwin.spec.DataInspector.Fault;
import gradtwin.spec.Source;
import gradtwin.spec.Task;
import gradtwin.yaml.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is in a table: which names its columns hold, and the numbers to standardize. */
final class TableSurvey {
  private static final String NUMBER_HINT =
      "a number (if the column holds names, list it under 'categorical')";

  private final List<String> features;
  private final NumberRows numbers;
  private double largest;
  private final Map<String, List<String>> categories = new LinkedHashMap<>();
  private final List<String> classes;

  /**
   * A column that is neither label nor feature.
   *
   * @param key that names it in the user's file
   * @param check of each of its values
   */
  record OtherColumn(String key, String name, Check check) {
    /** Refuses a value that is none. */
    interface Check {
      void check(CsvRows rows, CsvRows.Row row, int place) throws DataException;
    }
  }

  /**
   * Looks through all rows of tables of the same columns.
   *
   * @param tables at least one
   * @throws Fault if they do not hold what the source says
   */
  static TableSurvey of(Source.Columns columns, List<OtherColumn> others, List<Table> tables)
      throws Fault {
    char delimiter = columns.delimiter().charAt(0);
    if (delimiter == '"' || delimiter == '\\') {
      throw new Fault("delimiter", "expected another character than '" + delimiter + "'");
    }
    Table first = tables.get(0);
    List<String> features;
    try (CsvRows rows = Blame.on("path", () -> first.rows(delimiter))) {
      Blame.on("label", () -> rows.column(columns.label()));
      for (OtherColumn other : others) {
        Blame.on(other.key(), () -> rows.column(other.name()));
      }
      features = features(columns, others, rows);
      for (String column : columns.categorical()) {
        Blame.on("categorical", () -> rows.column(column));
        if (!features.contains(column)) {
          throw new Fault("categorical", "expected a feature, got '" + column + "'");
        }
      }
    }
    return Blame.on("path", () -> new TableSurvey(columns, features, others, tables))
        .checked(columns);
  }

  private static List<String> features(
      Source.Columns columns, List<OtherColumn> others, CsvRows rows) throws Fault {
    List<String> features = new ArrayList<>();
    for (String column : columns.features()) {
      Blame.on("features", () -> rows.column(column));
      if (features.contains(column)) {
        throw new Fault("features", "expected each column once, got '" + column + "' twice");
      }
      features.add(column);
    }
    if (features.isEmpty()) {
      features.addAll(rows.columns());
      features.remove(columns.label());
      others.forEach(other -> features.remove(other.name()));
    }
    if (features.isEmpty()) {
      throw new Fault("path", "expected a column besides the label '" + columns.label() + "'");
    }
    return features;
  }

  private TableSurvey(
      Source.Columns columns, List<String> features, List<OtherColumn> others, List<Table> tables)
      throws DataException {
    this.features = features;
    List<Set<String>> names = new ArrayList<>();
    features.forEach(feature -> names.add(new LinkedHashSet<>()));
    Set<String> labels = new LinkedHashSet<>();
    // at least one number, so that a row of names alone has a place too
    double[] row =
        new double
            [(int)
                Math.max(
                    1, features.stream().filter(f -> !columns.categorical().contains(f)).count())];
    numbers = Table.room(tables, row.length);
    TableFaults faults = new TableFaults();
    for (Table table : tables) {
      faults.tried(
          () -> {
            try (CsvRows rows = table.rows(columns.delimiter().charAt(0))) {
              read(columns, others, rows, row, names, labels, faults);
            }
          });
    }
    faults.throwAll();
    numbers.complete();
    String where = tables.get(0).name();
    for (int i = 0; i < features.size(); i++) {
      if (columns.categorical().contains(features.get(i))) {
        categories.put(features.get(i), inOrder(where, features.get(i), names.get(i)));
      }
    }
    classes = inOrder(where, columns.label(), labels);
  }

  private void read(
      Source.Columns columns,
      List<OtherColumn> others,
      CsvRows rows,
      double[] numeric,
      List<Set<String>> names,
      Set<String> labels,
      TableFaults faults)
      throws DataException {
    int label = rows.column(columns.label());
    int[] places = new int[features.size()];
    boolean[] categorical = new boolean[places.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = rows.column(features.get(i));
      categorical[i] = columns.categorical().contains(features.get(i));
    }
    int[] otherPlaces = new int[others.size()];
    for (int i = 0; i < otherPlaces.length; i++) {
      otherPlaces[i] = rows.column(others.get(i).name());
    }
    int before = numbers.size();
    for (var next = rows.next(faults); next.isPresent(); next = rows.next(faults)) {
      CsvRows.Row row = next.get();
      int at = 0;
      for (int i = 0; i < places.length; i++) {
        int place = places[i];
        if (categorical[i]) {
          names.get(i).add(faults.tried(() -> rows.text(row, place), ""));
        } else {
          numeric[at] = faults.tried(() -> rows.number(row, place, NUMBER_HINT), 0.0);
          largest = Math.max(largest, Math.abs(numeric[at++]));
        }
      }
      numbers.add(numeric);
      if (columns.task() == Task.REGRESSION) {
        faults.tried(() -> rows.number(row, label), 0.0);
      } else {
        labels.add(faults.tried(() -> rows.text(row, label), ""));
      }
      for (int i = 0; i < otherPlaces.length; i++) {
        OtherColumn other = others.get(i);
        int place = otherPlaces[i];
        faults.tried(() -> other.check().check(rows, row, place));
      }
    }
    if (numbers.size() == before && faults.isEmpty()) {
      throw rows.noRows();
    }
  }

  /** Names in order of their first appearance; numbers from the smallest to the largest. */
  private static List<String> inOrder(String where, String column, Set<String> names)
      throws DataException {
    List<String> ordered = new ArrayList<>(names);
    if (!ordered.stream().allMatch(name -> Numbers.parse(name).isPresent())) {
      return ordered;
    }
    Map<Double, String> seen = new HashMap<>();
    for (String name : ordered) {
      Optional<String> same = Optional.ofNullable(seen.put(number(name), name));
      if (same.isPresent()) {
        throw new DataException(
            where
                + ": column '"
                + column
                + "': expected each number written in one way, found '"
                + same.get()
                + "' and '"
                + name
                + "'");
      }
    }
    ordered.sort(Comparator.comparingDouble(TableSurvey::number));
    return ordered;
  }

  private static double number(String name) {
    return Numbers.parse(name).orElseThrow() + 0.0; // -0 becomes 0
  }

  private TableSurvey checked(Source.Columns columns) throws Fault {
    if (columns.task() == Task.REGRESSION) {
      return this;
    }
    Optional<String> fraction =
        classes.stream()
            .filter(name -> Numbers.parse(name).filter(n -> n != Math.rint(n)).isPresent())
            .findFirst();
    boolean allNumbers = classes.stream().allMatch(name -> Numbers.parse(name).isPresent());
    if (allNumbers && fraction.isPresent()) {
      throw new Fault(
          "task",
          "expected names or whole numbers as classes in column '"
              + columns.label()
              + "', found '"
              + fraction.get()
              + "'; to predict numbers, set task: regression");
    }
    if (classes.size() < 2) {
      throw new Fault(
          "label",
          "expected at least two classes in column '"
              + columns.label()
              + "', found only '"
              + classes.get(0)
              + "'");
    }
    return this;
  }

  int rows() {
    return numbers.size();
  }

  /** The names of the columns to predict from. */
  List<String> features() {
    return features;
  }

  /** The names in each categorical column. */
  Map<String, List<String>> categories() {
    return categories;
  }

  /** The names of the classes in label order; empty for a regression. */
  List<String> classes() {
    return classes;
  }

  /** The largest absolute value in a numeric column; 0 if there is none. */
  double largestNumber() {
    return largest;
  }

  /**
   * One number.
   *
   * @param column counted among the numeric ones from 0
   */
  double number(int row, int column) {
    return numbers.at(row, column);
  }
}
