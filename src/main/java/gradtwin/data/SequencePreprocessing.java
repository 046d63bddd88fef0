package gradtwin.data;

import gradtwin.spec.Source.Alignment;
import gradtwin.spec.Source.LabelPer;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datavec.api.records.reader.RecordReader;

/**
 * How sequences are read, whose steps are rows of tables.
 *
 * @param table how a step is read
 * @param column that names a row's sequence; empty if each file is a sequence
 * @param steps how many a sequence is padded to
 */
record SequencePreprocessing(
    TablePreprocessing table,
    Optional<String> column,
    LabelPer labelPer,
    int steps,
    Alignment align)
    implements Preprocessing {
  static final String WORD = "sequences";

  private static final String NO_COLUMN = "file";
  private static final String COLUMN = "column";

  boolean labelPerStep() {
    return labelPer == LabelPer.STEP;
  }

  /** The shape of one sequence as a network sees it: [features, steps]. */
  Shape shape() {
    return Shape.of(table.shape().elements(), steps);
  }

  /** The same with another way to read a step. */
  SequencePreprocessing with(TablePreprocessing other) {
    return new SequencePreprocessing(other, column, labelPer, steps, align);
  }

  /** The same for another number of steps. */
  SequencePreprocessing withSteps(int other) {
    return new SequencePreprocessing(table, column, labelPer, other, align);
  }

  @Override
  public List<String> classes() {
    return table.classes();
  }

  @Override
  public List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            WORD,
            labelPer.name(),
            Integer.toString(steps),
            align.name(),
            column.isPresent() ? COLUMN : NO_COLUMN,
            column.orElse("")));
    lines.addAll(table.lines());
    return lines;
  }

  static SequencePreprocessing of(List<List<String>> lines) {
    List<String> first = lines.get(0);
    if (!lines.get(1).get(0).equals(TablePreprocessing.WORD)) {
      throw new IllegalArgumentException("unknown word '" + lines.get(1).get(0) + "'");
    }
    return new SequencePreprocessing(
        TablePreprocessing.of(lines.subList(1, lines.size())),
        first.get(4).equals(COLUMN) ? Optional.of(first.get(5)) : Optional.empty(),
        LabelPer.valueOf(first.get(1)),
        Integer.parseInt(first.get(2)),
        Alignment.valueOf(first.get(3)));
  }

  @Override
  public RecordReader recordReader() {
    return new SequenceTableReader(this);
  }

  @Override
  public Examples readFeatures(Path input) throws DataException {
    List<StepSequence> sequences =
        StepSequence.readAll(SequenceFiles.read(input, column), this, false);
    return new SequenceExamples(
        sequences, this, Optional.empty(), SequenceExamples.needMasks(sequences, steps));
  }
}
