package gradtwin.train;

import gradtwin.spec.Experiment;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a network says of examples without labels.
 *
 * @param outputs the names of the values: the classes; the second class if there is one output for
 *     two; {@code value} for a number; none for a network that reproduces its input
 * @param shape of a reproduction, whose values are in row-major order
 * @param rows in the order of the examples, and of their steps where each step has a prediction
 */
public record Forecast(List<String> outputs, Optional<List<Integer>> shape, List<Row> rows) {
  public Forecast {
    outputs = List.copyOf(outputs);
    rows = List.copyOf(rows);
  }

  /**
   * One prediction.
   *
   * @param number of the example, counted from 1
   * @param name of the example, if it has one
   * @param step counted from 1 over the steps that are there, where each has a prediction
   * @param predicted the class; empty for a number, and where an output is NaN
   * @param meanSquaredError of a reproduction
   */
  public record Row(
      int number,
      Optional<String> name,
      Optional<Integer> step,
      Optional<String> predicted,
      List<Double> values,
      Optional<Double> meanSquaredError) {
    public Row {
      values = List.copyOf(values);
    }
  }

  /**
   * Asks an engine.
   *
   * @param classes the names of the classes in label order; empty for a regression
   */
  public static Forecast of(
      Engine engine, Examples examples, Experiment experiment, List<String> classes) {
    Run run = new Run(experiment, classes);
    int atOnce = Evaluation.examplesAtOnce(experiment);
    for (int from = 0; from < examples.size(); from += atOnce) {
      int to = Math.min(examples.size(), from + atOnce);
      Batch batch = examples.batch(IntStream.range(from, to).toArray());
      Tensor outputs = engine.predict(batch.features(), batch.featureMask());
      for (int i = 0; i < batch.size(); i++) {
        run.add(
            from + i, examples.name(from + i), batch.slice(i, i + 1), outputs.rowsCopied(i, i + 1));
      }
    }
    return run.forecast();
  }

  /** Goes through the examples one by one. */
  private static final class Run {
    private final LabelEncoding labels;
    private final Target target;
    private final Loss loss;
    private final List<String> classes;
    private final Decision decision;
    private final List<Row> rows = new ArrayList<>();

    Run(Experiment experiment, List<String> classes) {
      this.labels = experiment.labels();
      this.target = experiment.description().target();
      this.loss = experiment.network().output().loss().twin();
      this.classes = classes;
      this.decision = new Decision(labels);
    }

    Forecast forecast() {
      return target == Target.FEATURES
          ? new Forecast(
              List.of(), Optional.of(Arrays.stream(labels.shape().sizes()).boxed().toList()), rows)
          : new Forecast(names(), Optional.empty(), rows);
    }

    private List<String> names() {
      if (labels.task() == Task.REGRESSION) {
        return List.of("value");
      }
      return labels.columns() == 1 ? List.of(classes.get(1)) : classes;
    }

    /**
     * Takes the predictions for one example.
     *
     * @param index of the example
     * @param outputs [1, outputs, ...]
     */
    void add(int index, Optional<String> name, Batch example, Tensor outputs) {
      if (target == Target.FEATURES) {
        rows.add(
            new Row(
                index + 1,
                name,
                Optional.empty(),
                Optional.empty(),
                listOf(outputs.values()),
                Optional.of(meanSquaredError(example, outputs))));
        return;
      }
      Tensor positions = loss.estimate(Positions.toRows(outputs));
      int step = 0;
      for (int i = 0; i < positions.rows(); i++) {
        if (target == Target.STEPS && !isThere(example, i)) {
          continue;
        }
        step++;
        int chosen =
            labels.task() == Task.CLASSIFICATION ? decision.classOf(positions, i) : Decision.NONE;
        rows.add(
            new Row(
                index + 1,
                name,
                target == Target.STEPS ? Optional.of(step) : Optional.empty(),
                chosen == Decision.NONE ? Optional.empty() : Optional.of(classes.get(chosen)),
                listOf(positions.rowsCopied(i, i + 1).values()),
                Optional.empty()));
      }
    }

    private static boolean isThere(Batch example, int step) {
      return example.featureMask().isEmpty() || example.featureMask().get().values()[step] != 0;
    }

    /** Over what is there of the input. */
    private static double meanSquaredError(Batch example, Tensor outputs) {
      double[] features = example.features().values();
      Shape shape = example.features().shape();
      int steps = shape.size(shape.rank() - 1);
      double sum = 0;
      int count = 0;
      for (int i = 0; i < features.length; i++) {
        if (isThere(example, i % steps)) {
          double error = outputs.values()[i] - features[i];
          sum += error * error;
          count++;
        }
      }
      return sum / count;
    }

    private static List<Double> listOf(double[] values) {
      return Arrays.stream(values).boxed().toList();
    }
  }
}
