package gradtwin.data;

import gradtwin.spec.DataDescription;
import gradtwin.spec.DataInspector.Fault;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Source;
import gradtwin.spec.Target;
import gradtwin.tensor.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sequences whose steps are rows of tables, and maybe others for the test. */
final class SequenceSource {
  private final Source.CsvSequence csv;
  private final SequenceFiles files;
  private final Optional<SequenceFiles> test;
  private final TableSurvey survey;
  private final TableFit fit;
  private final List<StepSequence> sequences;
  private final List<StepSequence> testSequences;

  private SequenceSource(Source.CsvSequence csv, SequenceFiles files, Optional<SequenceFiles> test)
      throws Fault {
    this.csv = csv;
    this.files = files;
    this.test = test;
    List<TableSurvey.OtherColumn> others =
        files.column().stream()
            .map(name -> new TableSurvey.OtherColumn("sequence", name, CsvRows::text))
            .toList();
    this.survey = TableSurvey.of(csv.columns(), others, files.tables());
    this.fit = new TableFit(csv.columns(), survey);
    SequencePreprocessing unfitted = reading(csv.steps().orElse(Integer.MAX_VALUE - 1));
    this.sequences = Blame.on("path", () -> StepSequence.readAll(files, unfitted, true));
    this.testSequences =
        test.isEmpty()
            ? List.of()
            : Blame.on("testPath", () -> StepSequence.readAll(test.get(), unfitted, true));
    if (keepsTestBack() && sequences.size() < 2) {
      throw new Fault(
          "path",
          files.name() + ": expected a sequence to train on and one to test, found one sequence");
    }
  }

  /**
   * Reads the files that a source names, and checks every row of them.
   *
   * @throws Fault if they do not hold what the source says
   */
  static SequenceSource of(Source.CsvSequence csv, DataPlaces places) throws Fault {
    SequenceFiles files = read("path", csv.path(), csv, places);
    Optional<SequenceFiles> test = Optional.empty();
    if (csv.testPath().isPresent()) {
      test = Optional.of(read("testPath", csv.testPath().get(), csv, places));
    }
    return new SequenceSource(csv, files, test);
  }

  private static SequenceFiles read(
      String key, String path, Source.CsvSequence csv, DataPlaces places) throws Fault {
    SequenceFiles files =
        Blame.on(key, () -> SequenceFiles.read(places.resolve(path), csv.sequence()));
    if (files.column().isEmpty() && csv.sequence().isPresent()) {
      throw new Fault(
          "sequence",
          files.name()
              + ": expected no column that names the sequence, since each file of a folder is one,"
              + " got '"
              + csv.sequence().get()
              + "'");
    }
    boolean isFile =
        files.tables().size() == 1 && files.name().equals(files.tables().get(0).name());
    if (isFile && csv.sequence().isEmpty()) {
      throw new Fault(
          key,
          files.name()
              + ": expected a folder with a file for each sequence, got a file; if it holds several"
              + " sequences, name their column in 'sequence'");
    }
    return files;
  }

  private boolean keepsTestBack() {
    return test.isEmpty() && csv.testFraction() > 0;
  }

  /** How many steps every sequence is padded to: room for the longest of all. */
  private int steps() {
    return csv.steps().orElseGet(() -> Math.max(longest(sequences), longest(testSequences)));
  }

  private static int longest(List<StepSequence> sequences) {
    return sequences.stream().mapToInt(sequence -> sequence.steps().size()).max().orElse(0);
  }

  private boolean needMasks() {
    return SequenceExamples.needMasks(sequences, steps())
        || SequenceExamples.needMasks(testSequences, steps());
  }

  /** Reads sequences with numbers as they are. */
  private SequencePreprocessing reading(int steps) {
    return new SequencePreprocessing(
        fit.unfitted(), csv.sequence(), csv.labelPer(), steps, csv.align());
  }

  DataDescription description() {
    int count = sequences.size();
    return new DataDescription(
        reading(steps()).shape(),
        csv.labelPer() == Source.LabelPer.STEP ? Target.STEPS : Target.LABEL,
        csv.columns().task(),
        survey.classes(),
        keepsTestBack() ? count - Split.testRows(count, csv.testFraction()) : count,
        needMasks(),
        fit.largestFeature());
  }

  /**
   * Reads the sequences.
   *
   * @param validationFraction what will be kept back of the training sequences, and is not fitted
   *     on
   * @param listener hears of names that no step to train on has
   */
  LoadedSource load(
      LabelEncoding encoding, double validationFraction, long seed, FetchListener listener)
      throws DataException {
    int count = sequences.size();
    Optional<Split> split =
        keepsTestBack()
            ? Optional.of(Split.forTest(count, csv.testFraction(), seed))
            : Optional.empty();
    int[] training = split.map(Split::stay).orElse(IntStream.range(0, count).toArray());
    int[] fitted =
        IntStream.of(Split.forValidation(training.length, validationFraction, seed).stay())
            .map(position -> training[position])
            .toArray();
    SequencePreprocessing preprocessing = reading(steps()).with(fit.fittedOn(rows(fitted)));
    List<StepSequence> read = StepSequence.readAll(files, preprocessing, true);
    List<double[]> trainedOn = new ArrayList<>();
    for (int sequence : fitted) {
      trainedOn.addAll(read.get(sequence).steps());
    }
    TableFit.noteUnseen(preprocessing.table(), trainedOn.stream(), listener);
    boolean masked = needMasks();
    Optional<LabelColumns> labels =
        Optional.of(new LabelColumns(encoding, survey.classes().size()));
    Examples all = new SequenceExamples(read, preprocessing, labels, masked);
    Optional<Examples> testExamples = split.map(back -> all.select(back.back()));
    if (test.isPresent()) {
      testExamples =
          Optional.of(
              new SequenceExamples(
                  StepSequence.readAll(test.get(), preprocessing, true),
                  preprocessing,
                  labels,
                  masked));
    }
    return new LoadedSource(
        description(),
        split.isPresent() ? all.select(training) : all,
        testExamples,
        origin(testExamples.map(Examples::size)),
        files.sha256With(test),
        preprocessing);
  }

  /** The rows of all tables that belong to some sequences. */
  private int[] rows(int[] of) {
    return IntStream.of(of)
        .flatMap(index -> sequences.get(index).rows().stream().mapToInt(Integer::intValue))
        .toArray();
  }

  private String origin(Optional<Integer> tests) {
    String from = test.map(other -> " of " + other.shortName()).orElse("");
    String tested = tests.map(count -> count + " sequences" + from).orElse("the same sequences");
    return files.shortName()
        + ", "
        + description().trainingExamples()
        + " sequences to train on, "
        + tested
        + " to test";
  }
}
