package gradtwin.data;

import gradtwin.spec.DataDescription;
import gradtwin.spec.DataInspector.Fault;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Source;
import gradtwin.spec.Target;
import gradtwin.tensor.Examples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A table of examples, and maybe another one for the test.
 *
 * <p>The names of classes and categories come from all rows of the first table, so that the width
 * of the network does not hang on the seed; means and deviations come from the rows that are
 * trained on and from no other.
 */
final class TableSource {
  /** As in DataVec's {@code NormalizerStandardize}; a constant column becomes 0. */
  private static final double SMALLEST_DEVIATION = 1e-5;

  private final Source.Csv csv;
  private final Table table;
  private final Optional<Table> test;
  private final TableSurvey survey;

  private TableSource(Source.Csv csv, Table table, Optional<Table> test) throws Fault {
    this.csv = csv;
    this.table = table;
    this.test = test;
    this.survey = TableSurvey.of(csv, table);
    if (test.isPresent()) {
      checkTest(test.get());
    } else if (keepsTestBack() && survey.rows() < 2) {
      throw new Fault(
          "path", table.name() + ": expected a row to train on and one to test, found one row");
    }
  }

  /**
   * A file in memory.
   *
   * @param name as messages call it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Table(String name, byte[] content) {
    static Table read(Path path) throws DataException {
      return new Table(path.toString(), CsvRows.content(path));
    }

    String fileName() {
      return Path.of(name).getFileName().toString();
    }
  }

  /**
   * Reads the files that a source names, and checks every row of them.
   *
   * @throws Fault if they do not hold what the source says
   */
  static TableSource of(Source.Csv csv, DataPlaces places) throws Fault {
    Table table = Blame.on("path", () -> Table.read(places.resolve(csv.path())));
    Optional<Table> test = Optional.empty();
    if (csv.testPath().isPresent()) {
      Path path = places.resolve(csv.testPath().get());
      test = Optional.of(Blame.on("testPath", () -> Table.read(path)));
    }
    return new TableSource(csv, table, test);
  }

  /** The same for a table that is already in memory. */
  static TableSource of(Source.Csv csv, Table table) throws Fault {
    return new TableSource(csv, table, Optional.empty());
  }

  private void checkTest(Table testTable) throws Fault {
    Blame.on("testPath", () -> examples(testTable, unfitted(), Optional.empty()));
  }

  private boolean keepsTestBack() {
    return test.isEmpty() && csv.testFraction() > 0;
  }

  DataDescription description() {
    int rows = survey.rows();
    int training = keepsTestBack() ? rows - Split.testRows(rows, csv.testFraction()) : rows;
    return new DataDescription(
        unfitted().shape(), Target.LABEL, csv.task(), survey.classes(), training);
  }

  /**
   * Reads the rows.
   *
   * @param validationFraction what will be kept back of the training rows, and is not fitted on
   * @param listener hears of names that no row to train on has
   */
  LoadedSource load(
      LabelEncoding encoding, double validationFraction, long seed, FetchListener listener)
      throws DataException {
    Optional<Split> split =
        keepsTestBack()
            ? Optional.of(Split.forTest(survey.rows(), csv.testFraction(), seed))
            : Optional.empty();
    int[] training = split.map(Split::stay).orElse(IntStream.range(0, survey.rows()).toArray());
    int[] fitted =
        IntStream.of(Split.forValidation(training.length, validationFraction, seed).stay())
            .map(row -> training[row])
            .toArray();
    TablePreprocessing preprocessing = csv.standardize() ? fittedOn(fitted) : unfitted();
    Optional<LabelColumns> labels =
        Optional.of(new LabelColumns(encoding, survey.classes().size()));
    Examples all = examples(table, preprocessing, labels);
    noteUnseen(preprocessing, all.select(fitted), listener);
    Optional<Examples> testExamples = split.map(rows -> all.select(rows.back()));
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put(table.fileName(), Sha256.of(table.content()));
    if (test.isPresent()) {
      testExamples = Optional.of(examples(test.get(), preprocessing, labels));
      String name = test.get().fileName();
      hashes.put(
          hashes.containsKey(name) ? test.get().name() : name, Sha256.of(test.get().content()));
    }
    return new LoadedSource(
        description(),
        split.isPresent() ? all.select(training) : all,
        testExamples,
        origin(testExamples.map(Examples::size)),
        hashes,
        preprocessing);
  }

  /** Tells of the categories whose input never is 1 in training. */
  private static void noteUnseen(
      TablePreprocessing preprocessing, Examples fitted, FetchListener listener) {
    double[] sums = new double[preprocessing.shape().elements()];
    double[] row = new double[sums.length];
    for (int i = 0; i < fitted.size(); i++) {
      fitted.copyFeatures(i, row, 0);
      for (int j = 0; j < sums.length; j++) {
        sums[j] += row[j];
      }
    }
    int at = 0;
    for (TableColumn column : preprocessing.columns()) {
      if (column instanceof TableColumn.Categorical categorical) {
        for (int i = 0; i < categorical.width(); i++) {
          if (sums[at + i] == 0) {
            listener.note(
                "column '"
                    + categorical.name()
                    + "': no row that is trained on has '"
                    + categorical.categories().get(i)
                    + "'");
          }
        }
      }
      at += column.width();
    }
  }

  private String origin(Optional<Integer> testRows) {
    String from = test.map(other -> " of " + other.fileName()).orElse("");
    String tested = testRows.map(rows -> rows + " rows" + from).orElse("the same rows");
    return table.fileName()
        + ", "
        + description().trainingExamples()
        + " rows to train on, "
        + tested
        + " to test";
  }

  private static Examples examples(
      Table table, TablePreprocessing preprocessing, Optional<LabelColumns> labels)
      throws DataException {
    TableRecordReader reader = new TableRecordReader(preprocessing);
    reader.open(table.name(), table.content());
    reader.requireLabels();
    return RowExamples.of(reader, labels);
  }

  /** Reads numbers as they are. */
  private TablePreprocessing unfitted() {
    List<TableColumn> columns = new ArrayList<>();
    for (String feature : survey.features()) {
      columns.add(
          survey.categories().containsKey(feature)
              ? new TableColumn.Categorical(feature, survey.categories().get(feature))
              : new TableColumn.Numeric(feature, 0, 1));
    }
    return new TablePreprocessing(
        csv.delimiter().charAt(0), csv.label(), csv.task(), survey.classes(), columns);
  }

  /** Standardizes numbers by their mean and deviation in some rows. */
  private TablePreprocessing fittedOn(int[] rows) throws DataException {
    TablePreprocessing unfitted = unfitted();
    List<TableColumn> columns = new ArrayList<>();
    int numeric = 0;
    for (TableColumn column : unfitted.columns()) {
      columns.add(
          column instanceof TableColumn.Numeric
              ? standardizing(column.name(), survey.numbers(numeric++, rows))
              : column);
    }
    return unfitted.with(columns);
  }

  /** A column with the mean and the population deviation of some of its values. */
  private static TableColumn standardizing(String name, double[] values) throws DataException {
    // from the first value on, so that a constant column has exactly its value as mean
    double shift = 0;
    for (double value : values) {
      shift += (value - values[0]) / values.length;
    }
    double mean = values[0] + shift;
    double variance = 0;
    for (double value : values) {
      variance += (value - mean) * (value - mean) / values.length;
    }
    if (!Double.isFinite(variance)) {
      throw new DataException(
          "column '" + name + "': expected numbers whose variance is finite, found " + variance);
    }
    return new TableColumn.Numeric(name, mean, Math.max(Math.sqrt(variance), SMALLEST_DEVIATION));
  }
}
