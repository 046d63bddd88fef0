package gradtwin.data;

import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.util.Optional;

/**
 * Images as a network reads them: kept as bytes, and scaled to 0 to 1 when they are read. Features
 * are [rows * columns].
 */
final class ImageExamples implements Examples {
  private final ImageRecord[] records;
  private final Shape shape;
  private final Optional<LabelColumns> labels;

  /**
   * Takes all records of a reader.
   *
   * @param labels how labels are written; empty for images without labels
   */
  ImageExamples(IdxRecordReader reader, Shape shape, Optional<LabelColumns> labels) {
    this.records = new ImageRecord[reader.size()];
    for (int i = 0; i < records.length; i++) {
      records[i] = reader.next();
    }
    this.shape = shape;
    this.labels = labels;
  }

  @Override
  public int size() {
    return records.length;
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
    records[row].copyScaled(target, offset);
  }

  @Override
  public void copyFeatures(int row, float[] target, int offset) {
    records[row].copyScaled(target, offset);
  }

  @Override
  public void copyLabels(int row, double[] target, int offset) {
    labels.ifPresent(columns -> columns.write(records[row].label(), target, offset));
  }
}
