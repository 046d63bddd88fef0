package gradtwin.data;

import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of a table as a network reads them. Features are [columns]. */
final class RowExamples implements Examples {
  private static final Shape ONE_NUMBER = Shape.of(1);

  private final Shape shape;
  private final Optional<LabelColumns> labels;
  private final boolean weighted;
  private final List<double[]> rows = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();

  private RowExamples(Shape shape, Optional<LabelColumns> labels, boolean weighted) {
    this.shape = shape;
    this.labels = labels;
    this.weighted = weighted;
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
    RowExamples examples = new RowExamples(preprocessing.shape(), labels, weight.isPresent());
    examples.read(TableRows.open(table, preprocessing), weight);
    return examples;
  }

  private void read(TableRows table, Optional<String> weight) throws DataException {
    CsvRows cells = table.cells();
    if (labels.isPresent()) {
      table.requireLabels();
    }
    int weightPlace = weighted ? cells.column(weight.orElseThrow()) : -1;
    TableFaults faults = new TableFaults();
    for (var row = table.next(faults); row.isPresent(); row = table.next(faults)) {
      CsvRows.Row read = row.get();
      rows.add(table.values(read, faults));
      if (weighted) {
        weights.add(faults.tried(() -> cells.weight(read, weightPlace), 1.0));
      }
    }
    faults.throwAll();
    if (rows.isEmpty()) {
      throw cells.noRows();
    }
  }

  /** The rows as they were read. */
  List<double[]> rows() {
    return rows;
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
    System.arraycopy(rows.get(row), 0, target, offset, shape.elements());
  }

  @Override
  public void copyFeatures(int row, float[] target, int offset) {
    double[] values = rows.get(row);
    for (int i = 0; i < shape.elements(); i++) {
      target[offset + i] = (float) values[i];
    }
  }

  @Override
  public void copyLabels(int row, double[] target, int offset) {
    labels.ifPresent(columns -> columns.write(rows.get(row)[shape.elements()], target, offset));
  }

  @Override
  public void copyLabelMask(int row, double[] target, int offset) {
    if (weighted) {
      target[offset] = weights.get(row);
    }
  }
}
