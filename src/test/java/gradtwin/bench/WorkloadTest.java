package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.Experiment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadTest {
  private static final BenchmarkData DRAWN = BenchmarkData.of(Path.of(""), Map.of());
  private static final BenchmarkData MNIST =
      BenchmarkData.of(Path.of(""), Map.of("MNIST_DIR", "somewhere"));

  static Stream<Workload> all() {
    return Stream.concat(
        Arrays.stream(BenchmarkNetwork.values()).flatMap(network -> network.workloads().stream()),
        Growth.points().stream().map(Growth.Point::workload));
  }

  @ParameterizedTest
  @MethodSource("all")
  void wordsSayAllOfIt(Workload workload) {
    assertEquals(workload, Workload.parse(workload.words()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyOneIsAnExperimentOnEitherData(Workload workload) {
    for (BenchmarkData data : List.of(DRAWN, MNIST)) {
      Experiment experiment = data.experiment(workload);
      assertEquals(workload.network().toString(), experiment.name());
      assertEquals(workload.batch(), experiment.data().batchSize());
    }
  }

  @Test
  void theImagesAreMnistWhereItIs() {
    Workload workload = BenchmarkNetwork.LENET.workloads().get(0);
    assertEquals("digits", DRAWN.experiment(workload).data().source().word());
    assertEquals("mnist", MNIST.experiment(workload).data().source().word());
  }

  /** 784 to 64, to 64, to 64, to 10. */
  @Test
  void widthAndDepthAreThoseOfTheHiddenLayers() {
    Experiment experiment = DRAWN.experiment(Workload.mlp(8, 64, 3));
    assertEquals(
        List.of("[784]", "[64]", "[64]", "[64]", "[10]"),
        experiment.shapes().stream().map(Object::toString).toList());
  }

  @Test
  void theNamedNetworksAreTheOnesOfTheTask() {
    assertEquals(
        List.of(
            "xor-mlp 4 8 1",
            "mnist-mlp 32 128 1",
            "mnist-mlp 128 128 1",
            "mnist-mlp 512 128 1",
            "lenet 64 500 1",
            "lstm 64 128 1"),
        Arrays.stream(BenchmarkNetwork.values())
            .flatMap(network -> network.workloads().stream())
            .map(Workload::words)
            .toList());
  }

  @Test
  void anotherNetworkKeepsItsWidth() {
    Workload wide = new Workload(BenchmarkNetwork.LENET, 64, 1000, 1);
    assertThrows(IllegalStateException.class, wide::overrides);
  }

  @Test
  void otherWordsAreRefused() {
    for (String words : List.of("lenet 64 500", "alexnet 64 500 1", "")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Workload.parse(words)).getMessage();
      assertTrue(message.contains("'" + words + "'"), message);
    }
  }
}
