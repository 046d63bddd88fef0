package gradtwin.tensor;

import java.util.Optional;

/** A view of some rows of other examples, in an order of its own. */
final class SelectedExamples implements Examples {
  private final Examples source;
  private final int[] rows;

  SelectedExamples(Examples source, int[] rows) {
    this.source = source;
    this.rows = rows.clone();
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public Optional<String> name(int row) {
    return source.name(rows[row]);
  }

  @Override
  public Shape featureShape() {
    return source.featureShape();
  }

  @Override
  public Shape labelShape() {
    return source.labelShape();
  }

  @Override
  public Optional<Shape> featureMaskShape() {
    return source.featureMaskShape();
  }

  @Override
  public Optional<Shape> labelMaskShape() {
    return source.labelMaskShape();
  }

  @Override
  public void copyFeatures(int row, double[] target, int offset) {
    source.copyFeatures(rows[row], target, offset);
  }

  @Override
  public void copyFeatures(int row, float[] target, int offset) {
    source.copyFeatures(rows[row], target, offset);
  }

  @Override
  public void copyLabels(int row, double[] target, int offset) {
    source.copyLabels(rows[row], target, offset);
  }

  @Override
  public void copyFeatureMask(int row, double[] target, int offset) {
    source.copyFeatureMask(rows[row], target, offset);
  }

  @Override
  public void copyLabelMask(int row, double[] target, int offset) {
    source.copyLabelMask(rows[row], target, offset);
  }
}
