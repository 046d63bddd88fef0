package gradtwin.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import gradtwin.ExperimentFixture;
import gradtwin.spec.DataDescription;
import gradtwin.spec.Experiment;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.yaml.Document;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class Dl4jExamplesTest {
  /** Of which ND4J splits operations: it leaves arrays of less than 1,024 elements whole. */
  private static final int WIDTH = 300;

  private static final int BATCH_SIZE = 8;
  private static final int EXAMPLES = 20;

  private static Tensor numbers(Shape shape, double scale) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = Math.sin(i) * scale;
    }
    return tensor;
  }

  private static final Examples RANDOM =
      ExperimentFixture.examples(
          new Batch(numbers(Shape.of(EXAMPLES, WIDTH), 1), numbers(Shape.of(EXAMPLES, 2), 3)));

  private static Experiment experiment(String precision, String training) {
    DataDescription data =
        new DataDescription(
            Shape.of(WIDTH), Target.LABEL, Task.CLASSIFICATION, List.of("0", "1"), EXAMPLES);
    String text =
        """
        name: fixture
        precision: %s
        data: {source: xor, batchSize: %d}
        training: %s
        network:
          layers:
            - {type: dense, units: 40, activation: tanh}
            - {type: dropout, rate: 0.2}
            - {type: output, units: 2, activation: softmax, loss: crossEntropy}
        """
            .formatted(precision, BATCH_SIZE, training);
    Document<Experiment> document =
        Experiment.read("fixture.yaml", text, List.of(), source -> data);
    return document
        .value()
        .orElseThrow(() -> new AssertionError("the fixture has faults: " + document.diagnostics()));
  }

  private static final String ADAM = "{optimizer: {type: adam, learningRate: 0.01}}";

  /** All rows, in batches of 8, 8 and 4. */
  private static final int[] ORDER = {
    3, 1, 4, 15, 9, 2, 6, 5, 0, 7, 8, 10, 11, 12, 13, 14, 16, 17, 18, 19
  };

  private static double[] train(Dl4jExamples examples) {
    return new double[] {
      examples.train(ORDER, 0, 8), examples.train(ORDER, 8, 16), examples.train(ORDER, 16, 20)
    };
  }

  private static double[] trainOnCopies(Dl4jNetwork network) {
    double[] losses = new double[3];
    int[] ends = {0, 8, 16, 20};
    for (int i = 0; i < 3; i++) {
      losses[i] = network.train(RANDOM.batch(Arrays.copyOfRange(ORDER, ends[i], ends[i + 1])));
    }
    return losses;
  }

  private static void assertSameParameters(Dl4jNetwork expected, Dl4jNetwork actual) {
    List<Map<String, Tensor>> own = actual.parameters();
    for (int i = 0; i < own.size(); i++) {
      Map<String, Tensor> layer = expected.parameters().get(i);
      own.get(i)
          .forEach((key, value) -> assertArrayEquals(layer.get(key).values(), value.values()));
    }
  }

  /** Neither the trial of threads before nor the arrays that are filled again leave a trace. */
  @ParameterizedTest
  @ValueSource(strings = {"float32", "float64"})
  void trainingIsTheSameAsOnCopies(String precision) {
    Experiment experiment = experiment(precision, ADAM);
    Dl4jNetwork network = Dl4jNetwork.create(experiment);
    Dl4jNetwork onCopies = Dl4jNetwork.create(experiment);

    assertArrayEquals(trainOnCopies(onCopies), train(network.over(RANDOM, BATCH_SIZE)));
    assertSameParameters(onCopies, network);
    assertEquals(3, network.iteration());
  }

  @Test
  void theUsersNumberOfThreadsIsTaken() {
    Dl4jNetwork network = Dl4jNetwork.create(experiment("float32", "{optimizer: sgd, threads: 2}"));

    train(network.over(RANDOM, BATCH_SIZE));

    assertEquals("2", network.runtime().get("threads"));
    assertEquals("2", network.runtime().get("blasThreads"));
    assertFalse(network.runtime().containsKey("threadTrial"));
    assertEquals(2, Dl4jThreads.current().products());
  }

  @Test
  void withoutAWishProductsStayOnOneThread() {
    Dl4jNetwork network = Dl4jNetwork.create(experiment("float32", ADAM));

    train(network.over(RANDOM, BATCH_SIZE));

    assertEquals("1", network.runtime().get("blasThreads"));
    assertTrue(network.runtime().containsKey("threadTrial"));
    assertEquals(1, Dl4jThreads.current().products());
  }

  /** As if a second thread moved the parameters elsewhere. */
  @Test
  void threadsThatLeaveOtherBitsAreNeverTaken() {
    Dl4jNetwork network = Dl4jNetwork.create(experiment("float64", ADAM));
    Batch batch = RANDOM.batch(new int[] {0, 1, 2});

    ThreadTrial.Choice choice =
        ThreadTrial.choose(
            network,
            2,
            threads -> {
              if (threads.operations() == 1) {
                network.train(batch);
                network.train(batch);
              } else {
                network.train(batch);
              }
            });

    assertEquals(Dl4jThreads.ONE, choice.threads());
    assertEquals("others leave other bits", choice.why());
  }

  @Test
  void aTrialLeavesTheNetworkAsItWas() {
    Experiment experiment = experiment("float64", ADAM);
    Dl4jNetwork network = Dl4jNetwork.create(experiment);
    Dl4jNetwork untouched = Dl4jNetwork.create(experiment);
    trainOnCopies(network);
    trainOnCopies(untouched);
    Batch batch = RANDOM.batch(new int[] {0, 1, 2});

    ThreadTrial.choose(network, 2, threads -> network.train(batch));

    assertEquals(3, network.iteration());
    assertTrue(network.state().sameNumbers(untouched.state()));
    assertArrayEquals(trainOnCopies(untouched), trainOnCopies(network));
  }

  @Test
  void anotherBitIsAnotherState() {
    Dl4jNetwork network = Dl4jNetwork.create(experiment("float32", ADAM));
    trainOnCopies(network);
    Dl4jState before = network.state();
    INDArray parameters = network.network().params();
    float last = parameters.getFloat(parameters.length() - 1);
    assertTrue(network.state().sameNumbers(before));

    parameters.putScalar(parameters.length() - 1, Math.nextUp(last));
    assertFalse(network.state().sameNumbers(before));

    parameters.putScalar(parameters.length() - 1, last);
    INDArray updater = network.network().updaterState();
    updater.putScalar(0, Math.nextUp(updater.getFloat(0)));
    assertFalse(network.state().sameNumbers(before));
  }

  private static final Batch MASKED =
      new Batch(
          numbers(Shape.of(3, 2, 4), 1),
          numbers(Shape.of(3, 2, 4), 2),
          Optional.of(numbers(Shape.of(3, 4), 3)),
          Optional.of(numbers(Shape.of(3, 4), 4)));

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void aBatchHoldsItsRowsInOrder(DataType type) {
    Examples examples = ExperimentFixture.examples(MASKED);
    BatchArrays arrays = new BatchArrays(examples, 2, type);
    INDArray features = arrays.features();
    arrays.gather(new int[] {0, 1}, 0);
    arrays.gather(new int[] {0, 1, 2, 0}, 2);

    Batch expected = examples.batch(new int[] {2, 0});
    assertEquals(NdArrays.of(expected.features(), type), arrays.features());
    assertEquals(NdArrays.of(expected.labels(), type), arrays.labels());
    assertEquals(NdArrays.of(expected.featureMask().orElseThrow(), type), arrays.featureMask());
    assertEquals(NdArrays.of(expected.labelMask().orElseThrow(), type), arrays.labelMask());
    assertSame(features, arrays.features());
    assertEquals(type, arrays.features().dataType());
  }

  /** Rows that cost nothing to read, so that what is counted is the gathering. */
  private static final Examples FREE =
      new Examples() {
        @Override
        public int size() {
          return 100;
        }

        @Override
        public Shape featureShape() {
          return Shape.of(1000);
        }

        @Override
        public Shape labelShape() {
          return Shape.of(10);
        }

        @Override
        public void copyFeatures(int row, double[] target, int offset) {
          target[offset] = row;
        }

        @Override
        public void copyFeatures(int row, float[] target, int offset) {
          target[offset] = row;
        }

        @Override
        public void copyLabels(int row, double[] target, int offset) {
          target[offset] = row;
        }
      };

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void gatheringAllocatesNothing(DataType type) {
    BatchArrays arrays = new BatchArrays(FREE, 50, type);
    int[] order = new int[100];
    arrays.gather(order, 0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < 50; i++) {
      arrays.gather(order, i);
    }

    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes < 8 * 1000, "one row has 8,000 bytes; 50 batches allocated " + bytes);
  }
}
