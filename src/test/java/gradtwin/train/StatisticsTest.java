package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import gradtwin.ExperimentFixture;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Npy;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers with parameters that no optimizer moves: running statistics, and what is frozen. */
class StatisticsTest {
  private static final Batch BATCH = ExperimentFixture.xorBatch();
  private static final String OUTPUT =
      "{type: output, units: 1, activation: sigmoid, loss: binaryCrossEntropy}";

  private static Experiment experiment(String... hidden) {
    String[] layers = new String[hidden.length + 1];
    System.arraycopy(hidden, 0, layers, 0, hidden.length);
    layers[hidden.length] = OUTPUT;
    return ExperimentFixture.xor("float64", "{type: sgd, learningRate: 0.5}", layers);
  }

  private static Experiment normalized() {
    return experiment(
        "{type: dense, units: 3, bias: false}",
        "{type: batchNormalization, decay: 0.8}",
        "{type: activation, activation: tanh}");
  }

  private static Experiment frozen() {
    return experiment(
        "{type: dense, units: 3, activation: tanh}",
        "{type: frozen, layer: {type: dense, units: 4, activation: tanh,"
            + " regularization: {l2: 0.1, l2Bias: 0.1}}}");
  }

  private static double[] losses(Engine engine, int steps) {
    double[] losses = new double[steps];
    for (int i = 0; i < steps; i++) {
      losses[i] = engine.train(BATCH);
    }
    return losses;
  }

  private static Engine twinOf(Engine dl4j, Experiment experiment, Path folder) throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    List<Map<String, Tensor>> layers = dl4j.parameters();
    for (int i = 0; i < layers.size(); i++) {
      int layer = i;
      layers.get(i).forEach((key, value) -> arrays.put("layer" + layer + "." + key, value));
    }
    arrays.put("iteration", Tensor.vector(0));
    arrays.put("epoch", Tensor.vector(0));
    Path model = folder.resolve("model.npz");
    try (var out = Files.newOutputStream(model)) {
      Npy.writeArchive(arrays, out);
    }
    return EngineKind.TWIN.load(experiment, model);
  }

  private static void walkTheSameWay(Experiment experiment, Path folder) throws IOException {
    Engine dl4j = EngineKind.DL4J.create(experiment);
    Engine twin = twinOf(dl4j, experiment, folder);

    assertArrayEquals(losses(dl4j, 20), losses(twin, 20), 1e-12);
    assertEquals(dl4j.evaluate(BATCH).loss(), twin.evaluate(BATCH).loss(), 1e-12);
    assertArrayEquals(
        dl4j.evaluate(BATCH).values().values(), twin.evaluate(BATCH).values().values(), 1e-12);
    for (int layer = 0; layer < dl4j.parameters().size(); layer++) {
      for (Map.Entry<String, Tensor> ofDl4j : dl4j.parameters().get(layer).entrySet()) {
        Tensor ofTwin = twin.parameters().get(layer).get(ofDl4j.getKey());
        assertArrayEquals(
            ofDl4j.getValue().values(), ofTwin.values(), 1e-12, layer + " " + ofDl4j.getKey());
      }
    }
  }

  @Test
  void batchNormalizationOnBothEngines(@TempDir Path folder) throws IOException {
    walkTheSameWay(normalized(), folder);
  }

  @Test
  void frozenLayersOnBothEngines(@TempDir Path folder) throws IOException {
    walkTheSameWay(frozen(), folder);
  }

  /** Training normalizes by the batch, prediction by the running averages. */
  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void predictionIsNotTraining(EngineKind kind) {
    Engine engine = kind.create(normalized());
    engine.train(BATCH);
    assertNotEquals(engine.evaluate(BATCH).loss(), engine.train(BATCH), 1e-3);
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void whatIsFrozenStays(EngineKind kind) {
    Engine engine = kind.create(frozen());
    List<Map<String, Tensor>> before = engine.parameters();
    losses(engine, 3);
    List<Map<String, Tensor>> after = engine.parameters();
    for (String key : List.of("W", "b")) {
      assertArrayEquals(before.get(1).get(key).values(), after.get(1).get(key).values());
      assertNotEquals(
          before.get(0).get(key).at(firstOf(key)), after.get(0).get(key).at(firstOf(key)));
    }
  }

  private static int[] firstOf(String key) {
    return key.equals("W") ? new int[] {0, 0} : new int[] {0};
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void savedModelsGoOnAsIfNothingHadHappened(EngineKind kind, @TempDir Path folder)
      throws IOException {
    for (Experiment experiment : List.of(normalized(), frozen())) {
      Engine engine = kind.create(experiment);
      losses(engine, 3);
      Path model = folder.resolve(kind.fileName("model"));
      engine.save(model);
      Engine loaded = kind.load(experiment, model);
      assertArrayEquals(losses(engine, 3), losses(loaded, 3));
    }
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void aSnapshotBringsBackStatistics(EngineKind kind) {
    Engine engine = kind.create(normalized());
    engine.train(BATCH);
    Engine.Snapshot snapshot = engine.snapshot();
    double before = engine.evaluate(BATCH).loss();
    engine.train(BATCH);
    snapshot.restore();
    assertEquals(before, engine.evaluate(BATCH).loss());
  }
}
