package gradtwin.data;

import gradtwin.spec.DataDescription;
import gradtwin.spec.DataInspector.Fault;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Source;
import gradtwin.spec.Target;
import gradtwin.tensor.Examples;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table of examples, and maybe another one for the test. */
final class TableSource {
  private final Source.Csv csv;
  private final Table table;
  private final Optional<Table> test;
  private final TableSurvey survey;
  private final TableFit fit;

  private TableSource(Source.Csv csv, Table table, Optional<Table> test) throws Fault {
    this.csv = csv;
    this.table = table;
    this.test = test;
    List<TableSurvey.OtherColumn> others =
        csv.weight().stream()
            .map(name -> new TableSurvey.OtherColumn("weight", name, CsvRows::weight))
            .toList();
    this.survey = TableSurvey.of(csv.columns(), others, List.of(table));
    this.fit = new TableFit(csv.columns(), survey);
    if (test.isPresent()) {
      // with labels, to check them too
      Optional<LabelColumns> columns = Optional.of(labels(description().plainLabels()));
      Blame.on("testPath", () -> examples(test.get(), fit.unfitted(), columns));
    } else if (keepsTestBack() && survey.rows() < 2) {
      throw new Fault(
          "path", table.name() + ": expected a row to train on and one to test, found one row");
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

  private LabelColumns labels(LabelEncoding encoding) {
    return new LabelColumns(encoding, survey.classes().size());
  }

  private boolean keepsTestBack() {
    return test.isEmpty() && csv.testFraction() > 0;
  }

  DataDescription description() {
    int rows = survey.rows();
    int training = keepsTestBack() ? rows - Split.testRows(rows, csv.testFraction()) : rows;
    return new DataDescription(
        fit.unfitted().shape(),
        Target.LABEL,
        csv.columns().task(),
        survey.classes(),
        training,
        false,
        fit.largestFeature());
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
    TablePreprocessing preprocessing = fit.fittedOn(fitted);
    Optional<LabelColumns> labels = Optional.of(labels(encoding));
    RowExamples all = examples(table, preprocessing, labels);
    double[] features = new double[all.featureShape().elements()];
    Stream<double[]> trainedOn =
        IntStream.of(fitted)
            .mapToObj(
                row -> {
                  all.copyFeatures(row, features, 0);
                  return features;
                });
    TableFit.noteUnseen(preprocessing, trainedOn, listener);
    Optional<Examples> testExamples = split.map(rows -> all.select(rows.back()));
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put(table.fileName(), table.sha256());
    if (test.isPresent()) {
      testExamples = Optional.of(examples(test.get(), preprocessing, labels));
      String name = test.get().fileName();
      hashes.put(hashes.containsKey(name) ? test.get().name() : name, test.get().sha256());
    }
    return new LoadedSource(
        description(),
        split.isPresent() ? all.select(training) : all,
        testExamples,
        origin(testExamples.map(Examples::size)),
        hashes,
        preprocessing);
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

  private RowExamples examples(
      Table from, TablePreprocessing preprocessing, Optional<LabelColumns> labels)
      throws DataException {
    return RowExamples.of(from, preprocessing, labels, csv.weight());
  }
}
