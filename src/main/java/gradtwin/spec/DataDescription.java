package gradtwin.spec;

import gradtwin.tensor.Shape;
import java.util.List;

/**
 * What a network needs to know of its data.
 *
 * @param features the shape of one example's features
 * @param task what there is to predict
 * @param classes the names of the classes in label order; empty for a regression
 * @param trainingExamples how many there are, validation included
 */
public record DataDescription(
    Shape features, Task task, List<String> classes, int trainingExamples) {
  public DataDescription {
    classes = List.copyOf(classes);
  }
}
