package gradtwin.train;

import gradtwin.spec.Experiment;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Metric;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.spec.TrainingSpec.EarlyStopping;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.loss.Loss;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A network measured on examples.
 *
 * @param confusion for labels that are classes
 * @param steps how many were counted, where each step of a sequence has a label
 */
public record Evaluation(
    Metrics metrics, Optional<ConfusionMatrix> confusion, Optional<Integer> steps) {
  /** Values of a batch in one layer: large enough for fast products, small enough to remember. */
  private static final int VALUES = 1_000_000;

  private static final int MAXIMUM_BATCH = 1000;

  /** How many examples go through a network together, so that its largest layer has room. */
  static int examplesAtOnce(Experiment experiment) {
    int largest = experiment.shapes().stream().mapToInt(Shape::elements).max().orElseThrow();
    return Math.max(1, Math.min(MAXIMUM_BATCH, VALUES / largest));
  }

  /**
   * Measures an engine: the loss; for classes the accuracy, for numbers the mean absolute and the
   * mean squared error; and the metric that early stopping watches.
   *
   * <p>The loss is the mean over the examples, each with its weight and with all of its steps. The
   * other metrics know no weights: each label counts once, be it that of an example or of a step
   * that is there, and each number that is predicted.
   *
   * @param examples at least one
   */
  public static Evaluation of(Engine engine, Examples examples, Experiment experiment) {
    return new Run(experiment).over(engine, examples);
  }

  /** One pass over examples, adding up. */
  private static final class Run {
    private final Experiment experiment;
    private final boolean classes;
    private final Target target;
    private final Optional<Metric> watched;
    private final Decision decision;
    private final Loss function;
    private final ConfusionMatrix confusion;
    private double loss;
    private double absolute;
    private double squared;
    private long numbers;
    private int labels;
    private int right;

    Run(Experiment experiment) {
      LabelEncoding encoding = experiment.labels();
      this.experiment = experiment;
      this.classes = encoding.task() == Task.CLASSIFICATION;
      this.target = experiment.description().target();
      this.watched = experiment.training().earlyStopping().map(EarlyStopping::metric);
      this.decision = new Decision(encoding);
      this.function = experiment.network().output().loss().twin();
      this.confusion = new ConfusionMatrix(experiment.description().classes());
    }

    Evaluation over(Engine engine, Examples examples) {
      int size = examples.size();
      if (size == 0) {
        throw new IllegalArgumentException("expected at least one example to measure, got none");
      }
      int atOnce = examplesAtOnce(experiment);
      BatchBuffer buffer = new BatchBuffer(examples);
      int[] rows = Order.asGiven(size);
      for (int from = 0; from < size; from += atOnce) {
        Batch batch = buffer.gather(rows, from, Math.min(size, from + atOnce));
        add(batch, engine.evaluate(batch));
      }
      return new Evaluation(
          new Metrics(size, values(size)),
          classes ? Optional.of(confusion) : Optional.empty(),
          target == Target.STEPS ? Optional.of(labels) : Optional.empty());
    }

    private void add(Batch batch, Predictions predictions) {
      loss += predictions.loss() * batch.size();
      Tensor actual = Positions.toRows(batch.labels());
      Tensor predicted = function.estimate(Positions.toRows(predictions.values()));
      // of one label per example, the mask is a weight: all are there
      Optional<Tensor> there = target == Target.LABEL ? Optional.empty() : batch.labelMask();
      int columns = actual.columns();
      for (int row = 0; row < actual.rows(); row++) {
        boolean counts = false;
        for (int column = 0; column < columns; column++) {
          int at = row * columns + column;
          if (there.isEmpty() || isThere(there.get(), actual, at)) {
            double error = predicted.values()[at] - actual.values()[at];
            absolute += Math.abs(error);
            squared += error * error;
            numbers++;
            counts = true;
          }
        }
        if (counts) {
          count(actual, predicted, row);
        }
      }
    }

    /** A mask has a value for each row or for each element of the labels. */
    private static boolean isThere(Tensor mask, Tensor actual, int position) {
      int perValue = actual.size() / mask.size();
      return mask.values()[position / perValue] != 0;
    }

    private void count(Tensor actual, Tensor predicted, int row) {
      labels++;
      if (classes) {
        int is = decision.classOf(actual, row);
        int taken = decision.classOf(predicted, row);
        confusion.count(is, taken);
        right += is == taken ? 1 : 0;
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
        case ACCURACY -> (double) right / labels;
        case MEAN_SQUARED_ERROR -> squared / numbers;
        case MEAN_ABSOLUTE_ERROR -> absolute / numbers;
      };
    }
  }
}
