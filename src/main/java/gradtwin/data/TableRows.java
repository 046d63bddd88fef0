package gradtwin.data;

import gradtwin.spec.Task;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The rows of a table as a network reads them: standardized numbers, a 0 or 1 for each category,
 * and last the class or the target, if the table has that column.
 */
final class TableRows implements AutoCloseable {
  private final TablePreprocessing preprocessing;
  private final CsvRows rows;
  private final int[] places;
  private final OptionalInt labelPlace;

  private TableRows(TablePreprocessing preprocessing, CsvRows rows) throws DataException {
    this.preprocessing = preprocessing;
    this.rows = rows;
    List<TableColumn> columns = preprocessing.columns();
    places = new int[columns.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = rows.column(columns.get(i).name());
    }
    int label = rows.columns().indexOf(preprocessing.label());
    labelPlace = label < 0 ? OptionalInt.empty() : OptionalInt.of(label);
  }

  /** Starts to read. */
  static TableRows open(Table table, TablePreprocessing preprocessing) throws DataException {
    return new TableRows(preprocessing, table.rows(preprocessing.delimiter()));
  }

  @Override
  public void close() {
    rows.close();
  }

  /** The cells, for what is neither feature nor label. */
  CsvRows cells() {
    return rows;
  }

  /** Whether the table has the column to predict. */
  boolean hasLabels() {
    return labelPlace.isPresent();
  }

  /**
   * Refuses a table without the column to predict.
   *
   * @throws DataException naming the column
   */
  void requireLabels() throws DataException {
    rows.column(preprocessing.label());
  }

  /**
   * The next row that has a value for each column, or empty at the end.
   *
   * @param faults hears of the rows that have not
   */
  Optional<CsvRows.Row> next(TableFaults faults) {
    return rows.next(faults);
  }

  /** A row's features, and last the class or the target if the table has it. */
  double[] values(CsvRows.Row row, TableFaults faults) {
    int features = preprocessing.shape().elements();
    double[] values = new double[hasLabels() ? features + 1 : features];
    int at = 0;
    for (int i = 0; i < places.length; i++) {
      TableColumn column = preprocessing.columns().get(i);
      int place = places[i];
      int offset = at;
      faults.tried(() -> column.write(rows, row, place, values, offset));
      at += column.width();
    }
    if (hasLabels()) {
      values[at] = faults.tried(() -> label(row, labelPlace.getAsInt()), 0.0);
    }
    return values;
  }

  private double label(CsvRows.Row row, int place) throws DataException {
    return preprocessing.task() == Task.REGRESSION
        ? rows.number(row, place)
        : rows.oneOf(row, place, preprocessing.classes());
  }
}
