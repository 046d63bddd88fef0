package gradtwin.data;

import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of a table as a network reads them. Features are [columns]. */
final class RowExamples implements Examples {
  private final List<double[]> rows;
  private final Shape shape;
  private final Optional<LabelColumns> labels;

  private RowExamples(List<double[]> rows, Shape shape, Optional<LabelColumns> labels) {
    this.rows = rows;
    this.shape = shape;
    this.labels = labels;
  }

  /**
   * Reads all rows.
   *
   * @param reader that was opened
   * @param labels how labels are written; empty to leave them out
   */
  static RowExamples of(TableRecordReader reader, Optional<LabelColumns> labels)
      throws DataException {
    List<double[]> rows = new ArrayList<>();
    while (reader.hasNext()) {
      rows.add(reader.nextRow());
    }
    return new RowExamples(rows, reader.preprocessing().shape(), labels);
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
  public void copyFeatures(int row, double[] target, int offset) {
    System.arraycopy(rows.get(row), 0, target, offset, shape.elements());
  }

  @Override
  public void copyLabels(int row, double[] target, int offset) {
    labels.ifPresent(columns -> columns.write(rows.get(row)[shape.elements()], target, offset));
  }
}
