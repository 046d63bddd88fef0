package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Npy;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineTest {
  private static final Batch BATCH = ExperimentFixture.xorBatch();

  private static Experiment experiment(int units, String optimizer) {
    return ExperimentFixture.xor(
        "float64",
        optimizer,
        "{type: dense, units: " + units + ", activation: tanh}",
        "{type: output, units: 1, activation: sigmoid, loss: binaryCrossEntropy}");
  }

  private static double[] losses(Engine engine, int steps) {
    double[] losses = new double[steps];
    for (int i = 0; i < steps; i++) {
      losses[i] = engine.train(BATCH);
    }
    return losses;
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void aSavedModelGoesOnAsIfNothingHadHappened(EngineKind kind, @TempDir Path folder)
      throws IOException {
    Experiment experiment = experiment(3, "{type: adam, learningRate: 0.1}");
    Engine engine = kind.create(experiment);
    losses(engine, 3);
    Path model = folder.resolve(kind.fileName("model"));
    engine.save(model);

    Engine loaded = kind.load(experiment, model);

    assertEquals(3, loaded.iteration());
    assertArrayEquals(losses(engine, 5), losses(loaded, 5));
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void aSnapshotBringsBackParametersAndTheOptimizersMemory(EngineKind kind) {
    Engine engine = kind.create(experiment(3, "{type: adam, learningRate: 0.1}"));
    losses(engine, 3);
    Engine.Snapshot snapshot = engine.snapshot();
    double[] first = losses(engine, 5);

    snapshot.restore();

    assertEquals(3, engine.iteration());
    assertArrayEquals(first, losses(engine, 5));
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void aSnapshotWorksWithoutAnOptimizersMemory(EngineKind kind) {
    Engine engine = kind.create(experiment(3, "sgd"));
    Engine.Snapshot snapshot = engine.snapshot();
    double[] first = losses(engine, 2);

    snapshot.restore();

    assertArrayEquals(first, losses(engine, 2));
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void evaluatingAndPredictingAgreeAndChangeNothing(EngineKind kind) {
    Engine engine = kind.create(experiment(3, "sgd"));

    double[] evaluated = engine.evaluate(BATCH).values().values();

    assertArrayEquals(evaluated, engine.predict(BATCH.features(), Optional.empty()).values());
    assertEquals(engine.evaluate(BATCH).loss(), engine.train(BATCH), 1e-15);
  }

  /** The twin's engine, from where DL4J's stands before its first step. */
  private static Engine twinOf(Engine dl4j, Experiment experiment, Path folder) throws IOException {
    Map<String, Tensor> arrays = new java.util.LinkedHashMap<>();
    List<Map<String, Tensor>> layers = dl4j.parameters();
    for (int i = 0; i < layers.size(); i++) {
      for (String key : List.of("W", "b")) {
        arrays.put("layer" + i + "." + key, layers.get(i).get(key));
      }
    }
    arrays.put("iteration", Tensor.vector(0));
    arrays.put("epoch", Tensor.vector(0));
    Path model = folder.resolve("model.npz");
    try (var out = Files.newOutputStream(model)) {
      Npy.writeArchive(arrays, out);
    }
    return EngineKind.TWIN.load(experiment, model);
  }

  @Test
  void bothEnginesWalkTheSameWayFromTheSameStart(@TempDir Path folder) throws IOException {
    Experiment experiment = experiment(3, "{type: sgd, learningRate: 0.5}");
    Engine dl4j = EngineKind.DL4J.create(experiment);
    Engine twin = twinOf(dl4j, experiment, folder);

    assertArrayEquals(losses(dl4j, 20), losses(twin, 20), 1e-12);
  }

  /**
   * Three steps in each epoch: whoever counts epochs wrongly has another rate from the fourth on.
   */
  @Test
  void bothEnginesKnowWhenAnEpochEnds(@TempDir Path folder) throws IOException {
    Experiment experiment =
        experiment(
            3,
            "{type: sgd, learningRate: {type: step, initial: 0.5, decay: 0.1, every: 1, by: epoch}}");
    Engine dl4j = EngineKind.DL4J.create(experiment);
    Engine twin = twinOf(dl4j, experiment, folder);

    for (int epoch = 0; epoch < 4; epoch++) {
      assertArrayEquals(losses(dl4j, 3), losses(twin, 3), 1e-13);
      dl4j.endEpoch();
      twin.endEpoch();
    }
  }

  @Test
  void theTwinsModelIsAnArchiveOfNamedArrays(@TempDir Path folder) throws IOException {
    Engine engine = EngineKind.TWIN.create(experiment(3, "{type: adam, learningRate: 0.1}"));
    losses(engine, 2);
    Path model = folder.resolve("model.npz");
    engine.save(model);

    Map<String, Tensor> arrays;
    try (InputStream in = Files.newInputStream(model)) {
      arrays = Npy.readArchive(in);
    }

    List<String> names = new ArrayList<>();
    for (String parameter : List.of("layer0.W", "layer0.b", "layer1.W", "layer1.b")) {
      names.addAll(List.of(parameter, parameter + ".optimizer0", parameter + ".optimizer1"));
    }
    names.add("iteration");
    names.add("epoch");
    assertEquals(names, List.copyOf(arrays.keySet()));
    assertArrayEquals(
        engine.parameters().get(0).get("W").values(), arrays.get("layer0.W").values());
    assertArrayEquals(new double[] {2}, arrays.get("iteration").values());
  }

  @Test
  void theTwinRefusesTheModelOfAnotherConfiguration(@TempDir Path folder) throws IOException {
    Path model = folder.resolve("model.npz");
    EngineKind.TWIN.create(experiment(3, "sgd")).save(model);

    IOException wider =
        assertThrows(IOException.class, () -> EngineKind.TWIN.load(experiment(4, "sgd"), model));
    IOException adam =
        assertThrows(IOException.class, () -> EngineKind.TWIN.load(experiment(3, "adam"), model));

    assertEquals(
        model
            + " holds the model of another configuration: expected layer0.W of shape [2, 4], got"
            + " [2, 3]",
        wider.getMessage());
    assertTrue(adam.getMessage().contains("layer0.W.optimizer0"), adam.getMessage());
  }

  @Test
  void plainDl4jCodeLoadsTheModel(@TempDir Path folder) throws IOException {
    Engine engine = EngineKind.DL4J.create(experiment(3, "{type: adam, learningRate: 0.1}"));
    losses(engine, 2);
    Path model = folder.resolve("model.zip");
    engine.save(model);

    MultiLayerNetwork network = MultiLayerNetwork.load(model.toFile(), true);

    assertEquals(2, network.getIterationCount());
    assertEquals(3 * 3 + 4, network.numParams());
    assertEquals(2 * (3 * 3 + 4), network.updaterState().length());
  }
}
