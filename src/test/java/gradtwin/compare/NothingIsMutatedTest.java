package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.ExperimentFixture;
import gradtwin.compare.plant.TwinMade;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerPlaces;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.twin.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What is checked is afterwards as it was before. */
class NothingIsMutatedTest {
  private static final int STEPS = 3;

  @TempDir private Path folder;
  private DataType type;
  private DataType floatingPointType;

  @BeforeEach
  void remember() {
    type = Nd4j.dataType();
    floatingPointType = Nd4j.defaultFloatingPointType();
  }

  @AfterEach
  void putBack() {
    Nd4j.setDefaultDataTypes(type, floatingPointType);
  }

  /**
   * With everything that has a state: moments, noise, statistics, a schedule, a loss that clips.
   */
  private static Experiment experiment(String precision) {
    return ExperimentFixture.xor(
        precision,
        "{type: adam, learningRate: {type: step, initial: 0.1, decay: 0.5, every: 2}}",
        "{type: dense, units: 3, bias: false}",
        "{type: dropout, rate: 0.3}",
        "{type: batchNormalization}",
        "{type: activation, activation: relu}",
        "{type: output, units: 1, activation: sigmoid, loss: binaryCrossEntropy}");
  }

  /**
   * What DL4J itself would save of a network: the configuration with data type, clip settings,
   * iterations and epochs, the parameters, and the state of the updater.
   */
  private Map<String, Integer> saved(Dl4jNetwork network, String name) throws IOException {
    Path zip = folder.resolve(name + ".zip");
    network.save(zip);
    Map<String, Integer> entries = new TreeMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        entries.put(entry.getName(), Arrays.hashCode(file.getInputStream(entry).readAllBytes()));
      }
    }
    return entries;
  }

  @ParameterizedTest
  @CsvSource({"float64, FLOAT", "float32, DOUBLE"})
  void aNetworkInTheMiddleOfItsTraining(String precision, DataType other) throws IOException {
    Nd4j.setDefaultDataTypes(other, other);
    Experiment experiment = experiment(precision);
    Batch batch = ExperimentFixture.xorBatch();
    Examples examples = ExperimentFixture.examples(batch);
    Dl4jNetwork network = Dl4jNetwork.create(experiment);
    network.goTo(new Moment(5, 2));
    network.train(batch);
    network.endEpoch();
    Map<String, Integer> before = saved(network, "before");
    long iteration = network.iteration();

    network.backpropagate(batch);
    network.loss(batch, true);
    new UpdateComparison(experiment, network, rules -> rules)
        .compare(List.of(batch), examples.size());
    new TrajectoryComparison(
            experiment,
            network,
            new TrainingBatches(experiment, examples),
            experiment::toTwin,
            Verdict.AGREE)
        .compare(STEPS);

    assertEquals(iteration, network.iteration());
    assertEquals(before, saved(network, "after"));
    assertEquals(3, before.size()); // all three parts that DL4J has
  }

  /** Its next step is bit for bit the one that an undisturbed network takes. */
  @Test
  void theNextStepIsTheSame() {
    Experiment experiment = experiment("float64");
    Batch batch = ExperimentFixture.xorBatch();
    Dl4jNetwork checked = Dl4jNetwork.create(experiment);
    Dl4jNetwork leftAlone = Dl4jNetwork.create(experiment);
    for (Dl4jNetwork network : List.of(checked, leftAlone)) {
      network.train(batch);
    }
    new UpdateComparison(experiment, checked, rules -> rules).compare(List.of(batch), 4);
    for (Dl4jNetwork network : List.of(checked, leftAlone)) {
      network.train(batch);
    }
    for (int layer = 0; layer < checked.parameters().size(); layer++) {
      for (String key : checked.parameters().get(layer).keySet()) {
        assertArrayEquals(
            leftAlone.parameters().get(layer).get(key).values(),
            checked.parameters().get(layer).get(key).values());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"float64, FLOAT, FLOAT", "float32, BFLOAT16, DOUBLE", "float32, FLOAT, DOUBLE"})
  void nd4jsDefaultsAndRandomState(String precision, DataType any, DataType floatingPoint) {
    Nd4j.setDefaultDataTypes(any, floatingPoint);
    Nd4j.getRandom().setSeed(123);
    Nd4j.getRandom().nextDouble();
    double expected = Nd4j.getRandom().nextDouble();
    Nd4j.getRandom().setSeed(123);
    Nd4j.getRandom().nextDouble();

    Batch batch = ExperimentFixture.xorBatch();
    double[] features = batch.features().values().clone();
    double[] labels = batch.labels().values().clone();
    Experiment experiment = experiment(precision);
    String asWritten = experiment.toString();
    Comparison.run(
        experiment,
        ExperimentFixture.examples(batch),
        Optional.empty(),
        STEPS,
        LayerPlaces.UNKNOWN);

    assertEquals(any, Nd4j.dataType());
    assertEquals(floatingPoint, Nd4j.defaultFloatingPointType());
    assertEquals(expected, Nd4j.getRandom().nextDouble());
    assertArrayEquals(features, batch.features().values());
    assertArrayEquals(labels, batch.labels().values());
    assertEquals(asWritten, experiment.toString());
  }

  /** Also when it fails: drawing the parameters has seeded the generator by then. */
  @Test
  void theRandomStateAfterAFailure() {
    Nd4j.getRandom().setSeed(123);
    double expected = Nd4j.getRandom().nextDouble();
    Nd4j.getRandom().setSeed(123);
    Tampering failing =
        new TwinMade(
            network -> {
              throw new IllegalArgumentException("on purpose");
            });
    Examples examples = ExperimentFixture.examples(ExperimentFixture.xorBatch());
    assertThrows(
        IllegalArgumentException.class,
        () -> Comparison.run(experiment("float64"), examples, Optional.of(failing)));
    assertEquals(expected, Nd4j.getRandom().nextDouble());
  }
}
