package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.ExperimentFixture;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Moment;
import org.junit.jupiter.api.Test;

/** Five rows, whose feature is their number and a third, in batches of two. */
class TrainingBatchesTest {
  private static final double THIRD = 1.0 / 3;

  private static TrainingBatches batches(String precision, boolean shuffle) {
    Experiment experiment =
        ExperimentFixture.read(
            """
            name: fixture
            seed: 11
            precision: %s
            data: {source: xor, batchSize: 2}
            network: {layers: [{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}]}
            training: {optimizer: sgd, shuffle: %s}
            """
                .formatted(precision, shuffle));
    double[][] rows = new double[5][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {i + THIRD};
    }
    Tensor features = Tensor.matrix(rows);
    return new TrainingBatches(
        experiment, ExperimentFixture.examples(new Batch(features, features)));
  }

  private static double[] features(TrainingBatches batches, int step) {
    return batches.of(step).features().values();
  }

  @Test
  void theLastBatchOfAnEpochIsSmaller() {
    TrainingBatches batches = batches("float64", false);
    assertEquals(3, batches.perEpoch());
    assertArrayEquals(new double[] {THIRD, 1 + THIRD}, features(batches, 0));
    assertArrayEquals(new double[] {2 + THIRD, 3 + THIRD}, features(batches, 1));
    assertArrayEquals(new double[] {4 + THIRD}, features(batches, 2));
    assertArrayEquals(new double[] {THIRD, 1 + THIRD}, features(batches, 3));
  }

  @Test
  void momentsCountStepsAndEpochs() {
    TrainingBatches batches = batches("float64", false);
    assertEquals(new Moment(2, 0), batches.moment(2));
    assertEquals(new Moment(3, 1), batches.moment(3));
  }

  /** The order is the trainer's: a permutation of its own for each epoch, counted from 0. */
  @Test
  void eachEpochIsShuffledAnew() {
    TrainingBatches batches = batches("float64", true);
    CounterRandom random = new CounterRandom(11, CounterRandom.Stream.SHUFFLE);
    for (int epoch : new int[] {0, 1, 0}) {
      int[] order = random.permutation(epoch, 5);
      assertEquals(order[4] + THIRD, features(batches, 3 * epoch + 2)[0]);
    }
  }

  @Test
  void float32GetsRoundedNumbers() {
    assertEquals((double) (float) THIRD, features(batches("float32", false), 0)[0]);
  }
}
