package gradtwin.tensor;

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
  public Shape featureShape() {
    return source.featureShape();
  }

  @Override
  public int outputs() {
    return source.outputs();
  }

  @Override
  public void copyFeatures(int row, double[] target, int offset) {
    source.copyFeatures(rows[row], target, offset);
  }

  @Override
  public void copyLabels(int row, double[] target, int offset) {
    source.copyLabels(rows[row], target, offset);
  }
}
