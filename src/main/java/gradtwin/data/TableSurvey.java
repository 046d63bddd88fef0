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
  private final List<double[]> numbers = new ArrayList<>();
  private final Map<String, List<String>> categories = new LinkedHashMap<>();
  private final List<String> classes;

  /**
   * Looks through all rows of a table.
   *
   * @throws Fault if it does not hold what the source says
   */
  static TableSurvey of(Source.Csv csv, TableSource.Table table) throws Fault {
    char delimiter = csv.delimiter().charAt(0);
    if (delimiter == '"' || delimiter == '\\') {
      throw new Fault("delimiter", "expected another character than '" + delimiter + "'");
    }
    CsvRows rows = Blame.on("path", () -> CsvRows.of(table.name(), table.content(), delimiter));
    Blame.on("label", () -> rows.column(csv.label()));
    List<String> features = features(csv, rows);
    for (String column : csv.categorical()) {
      Blame.on("categorical", () -> rows.column(column));
      if (!features.contains(column)) {
        throw new Fault("categorical", "expected a feature, got '" + column + "'");
      }
    }
    return Blame.on("path", () -> new TableSurvey(csv, rows, features)).checked(csv, table);
  }

  private static List<String> features(Source.Csv csv, CsvRows rows) throws Fault {
    List<String> features = new ArrayList<>();
    for (String column : csv.features()) {
      Blame.on("features", () -> rows.column(column));
      if (features.contains(column)) {
        throw new Fault("features", "expected each column once, got '" + column + "' twice");
      }
      features.add(column);
    }
    if (features.isEmpty()) {
      features.addAll(rows.columns());
      features.remove(csv.label());
    }
    if (features.isEmpty()) {
      throw new Fault("path", "expected a column besides the label '" + csv.label() + "'");
    }
    return features;
  }

  private TableSurvey(Source.Csv csv, CsvRows rows, List<String> features) throws DataException {
    this.features = features;
    int label = rows.column(csv.label());
    int[] places = new int[features.size()];
    List<Set<String>> names = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      places[i] = rows.column(features.get(i));
      names.add(new LinkedHashSet<>());
    }
    int numericFeatures =
        (int) features.stream().filter(name -> !csv.categorical().contains(name)).count();
    Set<String> labels = new LinkedHashSet<>();
    for (var row = rows.next(); row.isPresent(); row = rows.next()) {
      double[] numeric = new double[numericFeatures];
      int at = 0;
      for (int i = 0; i < places.length; i++) {
        if (csv.categorical().contains(features.get(i))) {
          names.get(i).add(rows.text(row.get(), places[i]));
        } else {
          numeric[at++] = rows.number(row.get(), places[i], NUMBER_HINT);
        }
      }
      numbers.add(numeric);
      if (csv.task() == Task.REGRESSION) {
        rows.number(row.get(), label);
      } else {
        labels.add(rows.text(row.get(), label));
      }
    }
    for (int i = 0; i < places.length; i++) {
      if (csv.categorical().contains(features.get(i))) {
        categories.put(features.get(i), inOrder(rows, features.get(i), names.get(i)));
      }
    }
    classes = inOrder(rows, csv.label(), labels);
  }

  /** Names in order of their first appearance; numbers from the smallest to the largest. */
  private static List<String> inOrder(CsvRows rows, String column, Set<String> names)
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
            rows.name()
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

  private TableSurvey checked(Source.Csv csv, TableSource.Table table) throws Fault {
    if (numbers.isEmpty()) {
      throw new Fault("path", table.name() + ": expected rows below the column names, found none");
    }
    if (csv.task() == Task.REGRESSION) {
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
              + csv.label()
              + "', found '"
              + fraction.get()
              + "'; to predict numbers, set task: regression");
    }
    if (classes.size() < 2) {
      throw new Fault(
          "label",
          "expected at least two classes in column '"
              + csv.label()
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

  /** Some values of a numeric column, counted among the numeric ones from 0. */
  double[] numbers(int column, int[] rows) {
    double[] values = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = numbers.get(rows[i])[column];
    }
    return values;
  }
}
