package gradtwin.compare;

import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Examples;
import gradtwin.twin.Moment;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The batches in the order in which training takes them, step by step. For a float32 network they
 * are rounded first, so that both sides get the very same numbers.
 */
final class TrainingBatches {
  private final Experiment experiment;
  private final Examples examples;
  private final CounterRandom random;
  private int epoch = -1;
  private int[] order = {};

  TrainingBatches(Experiment experiment, Examples examples) {
    this.experiment = experiment;
    this.examples = examples;
    this.random = new CounterRandom(experiment.seed(), CounterRandom.Stream.SHUFFLE);
  }

  /** How many batches an epoch has. */
  int perEpoch() {
    int size = experiment.data().batchSize();
    return (examples.size() + size - 1) / size;
  }

  /**
   * When a step is taken.
   *
   * @param step from 0
   */
  Moment moment(int step) {
    return new Moment(step, step / perEpoch());
  }

  /**
   * The batch of a step.
   *
   * @param step from 0
   */
  Batch of(int step) {
    turnTo(moment(step).epoch());
    int size = experiment.data().batchSize();
    int from = step % perEpoch() * size;
    int to = Math.min(from + size, examples.size());
    Batch batch = examples.batch(Arrays.copyOfRange(order, from, to));
    return experiment.precision() == Precision.FLOAT32 ? batch.roundedToFloat32() : batch;
  }

  private void turnTo(int wanted) {
    if (epoch != wanted) {
      int count = examples.size();
      order =
          experiment.training().shuffle()
              ? random.permutation(wanted, count)
              : IntStream.range(0, count).toArray();
      epoch = wanted;
    }
  }
}
