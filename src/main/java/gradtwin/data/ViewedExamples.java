package gradtwin.data;

import gradtwin.spec.DataSpec;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.util.Optional;

/** Examples whose features are laid out anew; see {@link gradtwin.spec.View}. */
final class ViewedExamples implements Examples {
  private final Examples source;
  private final Shape shape;
  private final boolean byStep;
  private final Optional<Shape> reproduced;

  private ViewedExamples(Examples source, Shape shape, boolean byStep, Optional<Shape> reproduced) {
    this.source = source;
    this.shape = shape;
    this.byStep = byStep;
    this.reproduced = reproduced;
  }

  /**
   * What a network sees of examples.
   *
   * @param features the shape in which it sees them
   * @param label the shape of the label, where the target is the features; empty to keep the
   *     source's labels
   */
  static Examples of(Examples source, DataSpec spec, Shape features, Optional<Shape> label) {
    boolean byStep = spec.view().byStep();
    return byStep || label.isPresent() || !source.featureShape().equals(features)
        ? new ViewedExamples(source, features, byStep, label)
        : source;
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Optional<String> name(int row) {
    return source.name(row);
  }

  @Override
  public Shape featureShape() {
    return shape;
  }

  @Override
  public Shape labelShape() {
    return reproduced.orElseGet(source::labelShape);
  }

  @Override
  public void copyFeatures(int row, double[] target, int offset) {
    if (!byStep) {
      source.copyFeatures(row, target, offset);
      return;
    }
    double[] values = new double[shape.elements()];
    source.copyFeatures(row, values, 0);
    int features = shape.size(0);
    int steps = shape.size(1);
    for (int feature = 0; feature < features; feature++) {
      for (int step = 0; step < steps; step++) {
        target[offset + feature * steps + step] = values[step * features + feature];
      }
    }
  }

  @Override
  public void copyFeatures(int row, float[] target, int offset) {
    if (byStep) {
      Examples.super.copyFeatures(row, target, offset);
    } else {
      source.copyFeatures(row, target, offset);
    }
  }

  @Override
  public void copyLabels(int row, double[] target, int offset) {
    if (reproduced.isPresent()) {
      copyFeatures(row, target, offset);
    } else {
      source.copyLabels(row, target, offset);
    }
  }

  @Override
  public Optional<Shape> featureMaskShape() {
    return source.featureMaskShape();
  }

  /** A reproduction counts where its input is there: by step, or by output of one row. */
  @Override
  public Optional<Shape> labelMaskShape() {
    if (reproduced.isEmpty()) {
      return source.labelMaskShape();
    }
    Shape label = reproduced.get();
    return label.rank() == 1
        ? source.featureMaskShape().map(steps -> label)
        : source.featureMaskShape();
  }

  @Override
  public void copyFeatureMask(int row, double[] target, int offset) {
    source.copyFeatureMask(row, target, offset);
  }

  @Override
  public void copyLabelMask(int row, double[] target, int offset) {
    if (reproduced.isEmpty()) {
      source.copyLabelMask(row, target, offset);
      return;
    }
    source.copyFeatureMask(row, target, offset);
    if (reproduced.get().rank() == 1 && source.featureMaskShape().isPresent()) {
      int steps = source.featureMaskShape().get().elements();
      for (int i = steps; i < shape.elements(); i++) {
        target[offset + i] = target[offset + i % steps];
      }
    }
  }
}
