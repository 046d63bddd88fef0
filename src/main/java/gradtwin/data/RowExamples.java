package gradtwin.data;

import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** The rows of a table as a network reads them. Features are [columns]. */
final class RowExamples implements Examples {
  private static final Shape ONE_NUMBER = Shape.of(1);

  private final Shape shape;
  private final Optional<LabelColumns> labels;
  private final boolean weighted;
  private final NumberRows rows;

  private RowExamples(
      Shape shape, Optional<LabelColumns> labels, boolean weighted, NumberRows rows) {
    this.shape = shape;
    this.labels = labels;
    this.weighted = weighted;
    this.rows = rows;
  }

  /**
   * Reads all rows.
   *
   * @param labels how labels are written; empty to leave them out
   * @param weight the column of what the loss of a row counts
   * @throws DataException that tells of every fault
   */
  static RowExamples of(
      Table table,
      TablePreprocessing preprocessing,
      Optional<LabelColumns> labels,
      Optional<String> weight)
      throws DataException {
    try (TableRows read = TableRows.open(table, preprocessing)) {
      if (labels.isPresent()) {
        read.requireLabels();
      }
      int width = preprocessing.shape().elements() + 2;
      RowExamples examples =
          new RowExamples(
              preprocessing.shape(), labels, weight.isPresent(), Table.room(List.of(table), width));
      examples.add(read, new double[width], weight);
      return examples;
    }
  }

  /**
   * Adds all rows: their features, then the label and the weight or 0 where there is none.
   *
   * @param row room for one
   */
  private void add(TableRows table, double[] row, Optional<String> weight) throws DataException {
    CsvRows cells = table.cells();
    int weightPlace = weighted ? cells.column(weight.orElseThrow()) : -1;
    TableFaults faults = new TableFaults();
    for (var next = table.next(faults); next.isPresent(); next = table.next(faults)) {
      CsvRows.Row read = next.get();
      double[] values = table.values(read, faults);
      System.arraycopy(values, 0, row, 0, values.length);
      if (weighted) {
        row[row.length - 1] = faults.tried(() -> cells.weight(read, weightPlace), 1.0);
      }
      rows.add(row);
    }
    faults.throwAll();
    rows.complete();
    if (rows.size() == 0) {
      throw cells.noRows();
    }
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Shape featureShape() {
    return shape;
  }

  @Override
  public Shape labelShape() {
    return labels.map(LabelColumns::shape).orElse(Shape.of(0));
  }

  @Override
  public Optional<Shape> labelMaskShape() {
    return weighted ? Optional.of(ONE_NUMBER) : Optional.empty();
  }

  @Override
  public void copyFeatures(int row, double[] target, int offset) {
    rows.copy(row, shape.elements(), target, offset);
  }

  @Override
  public void copyFeatures(int row, float[] target, int offset) {
    rows.copy(row, shape.elements(), target, offset);
  }

  @Override
  public void copyLabels(int row, double[] target, int offset) {
    labels.ifPresent(columns -> columns.write(rows.at(row, shape.elements()), target, offset));
  }

  @Override
  public void copyLabelMask(int row, double[] target, int offset) {
    if (weighted) {
      target[offset] = rows.at(row, shape.elements() + 1);
    }
  }
}
