package gradtwin.spec;

import gradtwin.tensor.Shape;
import java.util.List;

/**
 * What a network needs to know of its data.
 *
 * @param features the shape of one example's features
 * @param target what predictions are compared with
 * @param task what a label is
 * @param classes the names of the classes in label order; empty for a regression
 * @param trainingExamples how many there are, validation included
 * @param masked whether steps of sequences are missing
 * @param largestFeature the largest absolute value of a feature, as far as it is known: 1 for what
 *     is scaled or standardized
 */
public record DataDescription(
    Shape features,
    Target target,
    Task task,
    List<String> classes,
    int trainingExamples,
    boolean masked,
    double largestFeature) {
  public DataDescription {
    classes = List.copyOf(classes);
  }

  /** Data of a usual scale. */
  public DataDescription(
      Shape features,
      Target target,
      Task task,
      List<String> classes,
      int trainingExamples,
      boolean masked) {
    this(features, target, task, classes, trainingExamples, masked, 1);
  }

  /** Data of a usual scale of which nothing is missing. */
  public DataDescription(
      Shape features, Target target, Task task, List<String> classes, int trainingExamples) {
    this(features, target, task, classes, trainingExamples, false);
  }

  /** Labels written without regard to a loss: a column for each class, or the number. */
  public LabelEncoding plainLabels() {
    int columns = Math.max(1, classes.size());
    boolean perStep = target == Target.STEPS;
    return new LabelEncoding(
        task, perStep ? Shape.of(columns, features.size(1)) : Shape.of(columns), 0);
  }
}
