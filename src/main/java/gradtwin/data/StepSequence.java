package gradtwin.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Steps in their order, as a network reads them.
 *
 * @param name of the sequence
 * @param line of its first step
 * @param rows which rows of all tables its steps are, counted from 0
 * @param steps of each: its features, and last the class or the target, if the tables have it
 */
record StepSequence(String name, int line, List<Integer> rows, List<double[]> steps) {
  private StepSequence(String name, int line) {
    this(name, line, new ArrayList<>(), new ArrayList<>());
  }

  /** What to read of the tables. */
  private record Reading(
      SequencePreprocessing preprocessing, boolean labelled, TableFaults faults) {}

  /**
   * Reads all sequences, in the order in which they begin.
   *
   * @param labelled whether the tables must have labels, which are checked then
   * @throws DataException that tells of every fault
   */
  static List<StepSequence> readAll(
      SequenceFiles files, SequencePreprocessing preprocessing, boolean labelled)
      throws DataException {
    TableFaults faults = new TableFaults();
    Reading reading = new Reading(preprocessing, labelled, faults);
    List<StepSequence> sequences = new ArrayList<>();
    int rows = 0;
    for (Table table : files.tables()) {
      int before = rows;
      List<StepSequence> ofTable =
          faults.tried(() -> read(table, files.column(), before, reading), List.of());
      sequences.addAll(ofTable);
      rows += ofTable.stream().mapToInt(sequence -> sequence.steps().size()).sum();
    }
    faults.throwAll();
    return sequences;
  }

  private static List<StepSequence> read(
      Table table, Optional<String> column, int rowsBefore, Reading reading) throws DataException {
    try (TableRows rows = TableRows.open(table, reading.preprocessing().table())) {
      return read(rows, table, column, rowsBefore, reading);
    }
  }

  private static List<StepSequence> read(
      TableRows rows, Table table, Optional<String> column, int rowsBefore, Reading reading)
      throws DataException {
    TableFaults faults = reading.faults();
    CsvRows cells = rows.cells();
    if (reading.labelled()) {
      rows.requireLabels();
    }
    Optional<Integer> place = Optional.empty();
    if (column.isPresent()) {
      place = Optional.of(cells.column(column.get()));
    }
    Map<String, StepSequence> sequences = new LinkedHashMap<>();
    int row = rowsBefore;
    for (var next = rows.next(faults); next.isPresent(); next = rows.next(faults)) {
      CsvRows.Row cellsOfRow = next.get();
      Optional<Integer> naming = place;
      String name =
          naming.isEmpty()
              ? table.stem()
              : faults.tried(() -> cells.text(cellsOfRow, naming.get()), "");
      StepSequence sequence =
          sequences.computeIfAbsent(name, key -> new StepSequence(key, cellsOfRow.line()));
      double[] values = rows.values(cellsOfRow, faults);
      if (reading.labelled() && !reading.preprocessing().labelPerStep()) {
        faults.tried(() -> sequence.requireLabel(values, cells, cellsOfRow, reading));
      }
      sequence.rows().add(row++);
      sequence.steps().add(values);
      if (sequence.steps().size() == reading.preprocessing().steps() + 1) {
        faults.add(sequence.tooLong(cells, cellsOfRow, reading.preprocessing().steps()));
      }
    }
    if (sequences.isEmpty() && faults.isEmpty()) {
      throw cells.noRows();
    }
    return List.copyOf(sequences.values());
  }

  /** Refuses a label that is not that of the first step. */
  private void requireLabel(double[] values, CsvRows cells, CsvRows.Row row, Reading reading)
      throws DataException {
    int last = values.length - 1;
    if (!steps.isEmpty() && steps.get(0)[last] != values[last]) {
      throw cells.fault(
          row,
          cells.column(reading.preprocessing().table().label()),
          "the label that sequence '"
              + name
              + "' has in line "
              + line
              + " (for a label at each step, set labelPer: step)");
    }
  }

  private DataException tooLong(CsvRows cells, CsvRows.Row row, int expected) {
    return new DataException(
        cells.name()
            + ":"
            + row.line()
            + ": expected sequences of at most "
            + expected
            + (expected == 1 ? " step" : " steps")
            + ", found one more in sequence '"
            + name
            + "'");
  }
}
