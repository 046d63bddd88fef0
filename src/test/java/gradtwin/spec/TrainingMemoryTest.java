package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.Update;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A training step of the twin makes small objects, such as shapes and passes, but no array of
 * numbers: what it allocates does not grow with the batch.
 */
class TrainingMemoryTest {
  private static final String DENSE = "{type: dense, units: 24, activation: relu}";

  private static final String CONVOLUTIONS =
      "{type: convolution2d, filters: 3, kernel: 5, activation: identity},"
          + " {type: maxPooling2d, kernel: 4, stride: 4}, "
          + DENSE;

  private static final String RECURRENT =
      "{type: lastTimeStep, layer: {type: lstm, units: 9, activation: tanh}}";

  /** Steps that are looked at together. */
  private static final int STEPS = 50;

  private static final int SMALL = 8;
  private static final int LARGE = 40;

  private static Experiment experiment(String view, String layers) {
    String text =
        "name: memory\ndata: {source: digits, view: "
            + view
            + "}\nnetwork:\n  layers: ["
            + layers
            + ", {type: output, units: 10, activation: softmax, loss: crossEntropy}]\n"
            + "training: {epochs: 1, optimizer: {type: adam, learningRate: 0.001}}\n";
    return Experiment.read("memory.yaml", text, List.of(), new KnownData()).value().orElseThrow();
  }

  private static Batch batch(Shape features, int size) {
    CounterRandom random = new CounterRandom(5, CounterRandom.Stream.WITNESS);
    Tensor x = Tensor.zeros(features.batchOf(size));
    for (int i = 0; i < x.size(); i++) {
      x.values()[i] = random.uniform(0, i);
    }
    Tensor y = Tensor.zeros(Shape.of(size, 10));
    for (int n = 0; n < size; n++) {
      y.values()[n * 10 + n % 10] = 1;
    }
    return new Batch(x, y);
  }

  /** The JIT compiler may take a while until it makes the small objects as few as they get. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"dense, flat", "convolutions, image", "recurrent, sequence"})
  void doesNotGrowWithTheBatch(String network, String view) {
    assumeFalse(
        MatrixProduct.arithmetic().startsWith("plain"), "plain products copy rows while in use");
    String layers =
        switch (network) {
          case "dense" -> DENSE;
          case "convolutions" -> CONVOLUTIONS;
          default -> RECURRENT;
        };
    Shape features =
        switch (view) {
          case "flat" -> Shape.of(784);
          case "image" -> Shape.of(1, 28, 28);
          default -> Shape.of(28, 28);
        };
    Experiment experiment = experiment(view, layers);
    Network twin = experiment.toTwin();
    Update update = experiment.toTwinUpdate();
    Batch small = batch(features, SMALL);
    Batch large = batch(features, LARGE);
    long ofSmall = 0;
    long ofLarge = Long.MAX_VALUE;
    for (int round = 0; round < 60 && isMore(ofLarge, ofSmall); round++) {
      bytesPerStep(twin, small, update);
      ofLarge = bytesPerStep(twin, large, update);
      ofSmall = bytesPerStep(twin, small, update); // after, when code is no colder
    }
    String found = ofLarge + " bytes in a step over " + LARGE + ", " + ofSmall + " over " + SMALL;
    assertTrue(!isMore(ofLarge, ofSmall), found);
  }

  /** By so much that there could be a number for each example. */
  private static boolean isMore(long large, long small) {
    return large - small >= (LARGE - SMALL) * Double.BYTES;
  }

  private static long bytesPerStep(Network twin, Batch batch, Update update) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    twin.train(batch, update, Moment.START);
    long before = thread.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < STEPS; i++) {
      twin.train(batch, update, Moment.START);
    }
    return (thread.getCurrentThreadAllocatedBytes() - before) / STEPS;
  }
}
