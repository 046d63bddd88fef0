package gradtwin.train;

import gradtwin.spec.Experiment;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Tensor;
import gradtwin.twin.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a network says of examples without labels.
 *
 * @param outputs the names of the values: the classes; the second class if there is one output for
 *     two; {@code value} for a number
 * @param rows in the order of the examples
 */
public record Forecast(List<String> outputs, List<Row> rows) {
  private static final int AT_ONCE = 1000;

  public Forecast {
    outputs = List.copyOf(outputs);
    rows = List.copyOf(rows);
  }

  /**
   * One example.
   *
   * @param number counted from 1
   * @param predicted the class; empty for a number, and where an output is NaN
   */
  public record Row(int number, Optional<String> predicted, List<Double> values) {}

  /**
   * Asks an engine.
   *
   * @param classes the names of the classes in label order; empty for a regression
   */
  public static Forecast of(
      Engine engine, Examples examples, Experiment experiment, List<String> classes) {
    LabelEncoding labels = experiment.labels();
    Loss loss = experiment.network().output().loss().twin();
    boolean isClass = labels.task() == Task.CLASSIFICATION;
    Decision decision = new Decision(labels);
    List<Row> rows = new ArrayList<>();
    for (int from = 0; from < examples.size(); from += AT_ONCE) {
      int to = Math.min(examples.size(), from + AT_ONCE);
      Batch batch = examples.batch(IntStream.range(from, to).toArray());
      Tensor outputs = loss.estimate(engine.predict(batch.features(), batch.featureMask()));
      for (int i = 0; i < outputs.rows(); i++) {
        List<Double> values = new ArrayList<>();
        for (int j = 0; j < labels.columns(); j++) {
          values.add(outputs.at(i, j));
        }
        int chosen = isClass ? decision.classOf(outputs, i) : Decision.NONE;
        rows.add(
            new Row(
                from + i + 1,
                chosen == Decision.NONE ? Optional.empty() : Optional.of(classes.get(chosen)),
                values));
      }
    }
    return new Forecast(names(labels, classes), rows);
  }

  private static List<String> names(LabelEncoding labels, List<String> classes) {
    if (labels.task() == Task.REGRESSION) {
      return List.of("value");
    }
    return labels.columns() == 1 ? List.of(classes.get(1)) : classes;
  }
}
