package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real subjects, for a step or two. */
class SubjectProgramsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path folder;

  private static SubjectPrograms programs;

  @BeforeAll
  static void writeExamples() throws Exception {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove("MNIST_DIR"); // drawn digits, as everywhere
    environment.put("OMP_NUM_THREADS", "1");
    environment.put("SD_MAX_THREADS", "2"); // as run.sh exports them
    environment.put("GLIBC_TUNABLES", "glibc.malloc.tcache_count=7");
    environment.put("OPENBLAS_CORETYPE", "HASWELL");
    Path home = Path.of("").toAbsolutePath();
    BenchmarkData.of(home, environment).write(folder);
    programs = new SubjectPrograms(home, folder, environment, List.of());
  }

  private static SubjectProcess start(Subject subject) throws Exception {
    try {
      return new SubjectProcess(programs.of(subject), PATIENCE, () -> false);
    } catch (SubjectFailure failure) {
      assumeTrue(!subject.isPyTorch(), failure.getMessage());
      throw failure;
    }
  }

  /**
   * A fresh network knows nothing: the cross-entropy of ten classes that are about equally probable
   * is about ln 10 = 2.30, of two classes ln 2 = 0.69. Two steps learn little.
   */
  @ParameterizedTest
  @EnumSource
  void everySubjectTrainsEveryNetwork(Subject subject) throws Exception {
    try (SubjectProcess process = start(subject)) {
      for (BenchmarkNetwork network : BenchmarkNetwork.values()) {
        Workload workload = network.workloads().get(0);
        Map<String, String> runtime = process.open(workload);
        boolean twice = subject == Subject.TWIN || subject == Subject.PYTORCH64;
        assertEquals(twice ? "float64" : "float32", runtime.get("precision"));
        double ignorance = Math.log(network == BenchmarkNetwork.XOR_MLP ? 2 : 10);
        assertEquals(ignorance, process.run(1).loss(), 0.5, network.toString());
        SubjectProcess.Run run = process.run(2);
        assertEquals(2, run.steps());
        assertTrue(run.nanoseconds() > 0);
        assertEquals(ignorance, run.loss(), 1, network.toString());
      }
    }
  }

  /** From the same seed, on the same batches, this program's DL4J is DL4J. */
  @ParameterizedTest
  @EnumSource(names = {"MNIST_MLP", "LSTM"})
  void theEngineComputesWhatStockDoes(BenchmarkNetwork network) throws Exception {
    Workload workload = network.workloads().get(0);
    List<List<Double>> losses = new ArrayList<>();
    for (Subject subject : List.of(Subject.DL4J, Subject.STOCK)) {
      try (SubjectProcess process = start(subject)) {
        process.open(workload);
        losses.add(List.of(process.run(1).loss(), process.run(1).loss(), process.run(1).loss()));
      }
    }
    for (int step = 0; step < 3; step++) {
      assertEquals(losses.get(0).get(step), losses.get(1).get(step), 1e-5, "step " + step);
    }
  }

  @Test
  void stockHasNothingOfOurs() throws IOException, SubjectFailure, InterruptedException {
    ProcessBuilder stock = programs.of(Subject.STOCK);
    assertFalse(stock.environment().containsKey("OMP_NUM_THREADS"));
    assertFalse(stock.environment().containsKey("SD_MAX_THREADS"));
    assertFalse(stock.environment().containsKey("GLIBC_TUNABLES"));
    assertFalse(stock.environment().containsKey("OPENBLAS_CORETYPE"));
    assertEquals(
        "-Dorg.bytedeco.javacpp.platform.extension=",
        stock.command().get(1),
        "no natives but those that come by default");
    assertEquals("-cp", stock.command().get(2), "and no other option");
    assertEquals(6, stock.command().size());
    ProcessBuilder ours = programs.of(Subject.DL4J);
    assertEquals("1", ours.environment().get("OMP_NUM_THREADS"));
    assertTrue(ours.command().contains("-XX:+UseSerialGC"), "as this JVM: " + ours.command());
  }
}
