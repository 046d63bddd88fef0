package gradtwin.train;

import gradtwin.spec.Experiment;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Metric;
import gradtwin.spec.Task;
import gradtwin.spec.TrainingSpec.EarlyStopping;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Tensor;
import gradtwin.twin.loss.Loss;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A network measured on examples.
 *
 * @param confusion for labels that are classes
 */
public record Evaluation(Metrics metrics, Optional<ConfusionMatrix> confusion) {
  /** Values of one batch: large enough for fast products, small enough for the memory. */
  private static final int VALUES = 1_000_000;

  private static final int MAXIMUM_BATCH = 1000;

  /**
   * Measures an engine: the loss; for classes the accuracy, for numbers the mean absolute and the
   * mean squared error; and the metric that early stopping watches.
   *
   * @param examples at least one
   */
  public static Evaluation of(Engine engine, Examples examples, Experiment experiment) {
    return new Run(experiment).over(engine, examples);
  }

  /** One pass over examples, adding up. */
  private static final class Run {
    private final boolean classes;
    private final Optional<Metric> watched;
    private final Decision decision;
    private final int columns;
    private final Loss function;
    private final ConfusionMatrix confusion;
    private double loss;
    private double absolute;
    private double squared;
    private int right;

    Run(Experiment experiment) {
      LabelEncoding labels = experiment.labels();
      this.classes = labels.task() == Task.CLASSIFICATION;
      this.watched = experiment.training().earlyStopping().map(EarlyStopping::metric);
      this.decision = new Decision(labels);
      this.columns = labels.columns();
      this.function = experiment.network().output().loss().twin();
      this.confusion = new ConfusionMatrix(experiment.description().classes());
    }

    Evaluation over(Engine engine, Examples examples) {
      int size = examples.size();
      if (size == 0) {
        throw new IllegalArgumentException("expected at least one example to measure, got none");
      }
      int atOnce =
          Math.max(1, Math.min(MAXIMUM_BATCH, VALUES / examples.featureShape().elements()));
      BatchBuffer buffer = new BatchBuffer(examples);
      int[] rows = Order.asGiven(size);
      for (int from = 0; from < size; from += atOnce) {
        Batch batch = buffer.gather(rows, from, Math.min(size, from + atOnce));
        add(batch, engine.evaluate(batch));
      }
      return new Evaluation(
          new Metrics(size, values(size)), classes ? Optional.of(confusion) : Optional.empty());
    }

    private void add(Batch batch, Predictions predictions) {
      loss += predictions.loss() * batch.size();
      Tensor estimate = function.estimate(predictions.values());
      double[] predicted = estimate.values();
      double[] labels = batch.labels().values();
      for (int i = 0; i < labels.length; i++) {
        double error = predicted[i] - labels[i];
        absolute += Math.abs(error);
        squared += error * error;
      }
      for (int row = 0; classes && row < batch.size(); row++) {
        int actual = decision.classOf(batch.labels(), row);
        int taken = decision.classOf(estimate, row);
        confusion.count(actual, taken);
        right += actual == taken ? 1 : 0;
      }
    }

    private Map<Metric, Double> values(int size) {
      Map<Metric, Double> values = new EnumMap<>(Metric.class);
      for (Metric metric : Metric.values()) {
        boolean usual = metric == Metric.LOSS || metric.classesOnly() == classes;
        if (usual || watched.filter(metric::equals).isPresent()) {
          values.put(metric, value(metric, size));
        }
      }
      return values;
    }

    private double value(Metric metric, int size) {
      return switch (metric) {
        case LOSS -> loss / size;
        case ACCURACY -> (double) right / size;
        case MEAN_SQUARED_ERROR -> squared / size / columns;
        case MEAN_ABSOLUTE_ERROR -> absolute / size / columns;
      };
    }
  }
}
