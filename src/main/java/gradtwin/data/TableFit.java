package gradtwin.data;

import gradtwin.spec.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fits the reading of a table to its rows. The names of classes and categories come from all rows,
 * so that the width of the network does not hang on the seed; means and deviations come from the
 * rows that are trained on and from no other.
 */
final class TableFit {
  /** As in DataVec's {@code NormalizerStandardize}; a constant column becomes 0. */
  private static final double SMALLEST_DEVIATION = 1e-5;

  private final Source.Columns columns;
  private final TableSurvey survey;

  TableFit(Source.Columns columns, TableSurvey survey) {
    this.columns = columns;
    this.survey = survey;
  }

  /** Reads numbers as the user wants them: standardized by some rows, or as they are. */
  TablePreprocessing fittedOn(int[] rows) throws DataException {
    return columns.standardize() ? standardized(rows) : unfitted();
  }

  /** The scale of what is read: 1 for names and for what is standardized. */
  double largestFeature() {
    boolean scaled = columns.standardize() || !survey.categories().isEmpty();
    return Math.max(scaled ? 1 : 0, columns.standardize() ? 0 : survey.largestNumber());
  }

  /** Reads numbers as they are. */
  TablePreprocessing unfitted() {
    List<TableColumn> read = new ArrayList<>();
    for (String feature : survey.features()) {
      read.add(
          survey.categories().containsKey(feature)
              ? new TableColumn.Categorical(feature, survey.categories().get(feature))
              : new TableColumn.Numeric(feature, 0, 1));
    }
    return new TablePreprocessing(
        columns.delimiter().charAt(0), columns.label(), columns.task(), survey.classes(), read);
  }

  /** Standardizes numbers by their mean and deviation in some rows. */
  private TablePreprocessing standardized(int[] rows) throws DataException {
    TablePreprocessing unfitted = unfitted();
    List<TableColumn> read = new ArrayList<>();
    int numeric = 0;
    for (TableColumn column : unfitted.columns()) {
      read.add(
          column instanceof TableColumn.Numeric
              ? standardizing(column.name(), numeric++, rows)
              : column);
    }
    return unfitted.with(read);
  }

  /** A column with the mean and the population deviation of some of its values. */
  private TableColumn standardizing(String name, int column, int[] rows) throws DataException {
    // from the first value on, so that a constant column has exactly its value as mean
    double first = survey.number(rows[0], column);
    double shift = 0;
    for (int row : rows) {
      shift += (survey.number(row, column) - first) / rows.length;
    }
    double mean = first + shift;
    double variance = 0;
    for (int row : rows) {
      double distance = survey.number(row, column) - mean;
      variance += distance * distance / rows.length;
    }
    if (!Double.isFinite(variance)) {
      throw new DataException(
          "column '" + name + "': expected numbers whose variance is finite, found " + variance);
    }
    return new TableColumn.Numeric(name, mean, Math.max(Math.sqrt(variance), SMALLEST_DEVIATION));
  }

  /**
   * Tells of the categories whose input never is 1 in training.
   *
   * @param fitted the rows that are trained on
   */
  static void noteUnseen(
      TablePreprocessing preprocessing, Stream<double[]> fitted, FetchListener listener) {
    double[] sums = new double[preprocessing.shape().elements()];
    fitted.forEachOrdered(
        row -> {
          for (int j = 0; j < sums.length; j++) {
            sums[j] += row[j];
          }
        });
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
}
