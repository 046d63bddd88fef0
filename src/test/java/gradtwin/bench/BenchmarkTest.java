package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.bench.BenchResult.KernelResult;
import gradtwin.bench.BenchResult.Missing;
import gradtwin.bench.BenchResult.Row;
import gradtwin.bench.BenchResult.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The whole way with subjects that follow a script. */
class BenchmarkTest {
  private final List<String> told = new ArrayList<>();
  private double done;

  private final Benchmark.Observer observer =
      new Benchmark.Observer() {
        @Override
        public void measuring(String what, double share) {
          assertTrue(share >= done && share <= 1, share + " after " + done);
          done = share;
        }

        @Override
        public void measured(List<Row> rows) {
          rows.forEach(row -> told.add(row.network() + " " + row.batch() + " " + row.subject()));
        }

        @Override
        public void measured(KernelResult kernel) {
          told.add(kernel.kernel());
        }

        @Override
        public void missing(Missing missing) {
          told.add("missing " + missing.what() + " " + missing.subject().orElseThrow());
        }
      };

  private BenchResult run(
      Settings settings, Benchmark.Subjects subjects, BooleanSupplier interrupted)
      throws IOException {
    return new Benchmark(settings, subjects, interrupted, observer).run("images");
  }

  private static Settings settings(List<BenchmarkNetwork> networks, boolean growth) {
    return new Settings(
        networks,
        List.of(Subject.DL4J, Subject.STOCK, Subject.PYTORCH64),
        3,
        0.0001,
        growth,
        false);
  }

  private static SubjectProcess scripted(Subject subject) throws SubjectFailure {
    return switch (subject) {
      case DL4J -> ScriptedSubject.start("20");
      case STOCK -> ScriptedSubject.start("100");
      default -> throw new SubjectFailure("there is no Python");
    };
  }

  @Test
  void everyWorkloadHasItsRowsAndRatios() throws IOException {
    List<BenchmarkNetwork> networks = List.of(BenchmarkNetwork.XOR_MLP, BenchmarkNetwork.LSTM);
    BenchResult result = run(settings(networks, false), BenchmarkTest::scripted, () -> false);
    assertEquals(
        List.of(
            "missing xor-mlp at batch 4 pytorch64",
            "xor-mlp 4 dl4j",
            "xor-mlp 4 stock",
            "missing lstm at batch 64 pytorch64",
            "lstm 64 dl4j",
            "lstm 64 stock"),
        told);
    assertEquals(4, result.rows().size());
    assertEquals(new Spread(20, 20, 20), result.rows().get(0).microsecondsPerStep());
    assertEquals(2, result.ratios().size());
    assertEquals(new Spread(5, 5, 5), result.ratios().get(1).speed());
    // losses 1/20 and 1/100
    assertEquals(0.8, result.sameSteps().get(0).largestRelativeDifference(), 1e-15);
    assertEquals(20, result.sameSteps().get(0).steps());
    assertEquals(
        new Missing("lstm at batch 64", Optional.of(Subject.PYTORCH64), "there is no Python"),
        result.missing().get(1));
    assertEquals(false, result.interrupted());
  }

  @Test
  void growthHasEverySizeOfEverySubject() throws IOException {
    BenchResult result = run(settings(List.of(), true), BenchmarkTest::scripted, () -> false);
    assertEquals(2 * (6 + 4 + 5), result.growth().size());
    assertEquals(
        new BenchResult.GrowthPoint(Growth.Axis.BATCH, 1, Subject.DL4J, new Spread(20, 20, 20)),
        result.growth().get(0));
    assertEquals(List.of("missing growth pytorch64"), told);
  }

  /** DL4J ends at the third size; what it was measured at stays. */
  @Test
  void whoFailsWhileGrowingIsMeasuredNoMore() throws IOException {
    // opened, one step, three rounds of warm-up, three that count
    List<String> script = new ArrayList<>(Collections.nCopies(2 * (1 + 1 + 3 + 3), "20"));
    script.add("die");
    Benchmark.Subjects subjects =
        subject ->
            subject == Subject.DL4J
                ? ScriptedSubject.start(script.toArray(String[]::new))
                : scripted(subject);
    BenchResult result = run(settings(List.of(), true), subjects, () -> false);
    assertEquals(
        2, result.growth().stream().filter(point -> point.subject() == Subject.DL4J).count());
    assertEquals(List.of("missing growth pytorch64", "missing growth, batch 16 dl4j"), told);
  }

  /** What was measured stays; that subjects ended is no failure of theirs. */
  @Test
  void theUserMayEndIt() throws IOException {
    List<BenchmarkNetwork> networks = List.of(BenchmarkNetwork.XOR_MLP, BenchmarkNetwork.LSTM);
    BooleanSupplier afterTheFirst = () -> told.contains("xor-mlp 4 dl4j");
    Settings all = settings(networks, true);
    BenchResult result = run(all, BenchmarkTest::scripted, afterTheFirst);
    assertTrue(result.interrupted());
    assertEquals(2, result.rows().size());
    assertEquals(List.of(), result.growth());
    assertEquals(1, result.missing().size());
  }

  /** Ctrl-C reaches the subjects too, perhaps before this program knows of it. */
  @Test
  void subjectsThatTheUserEndedDidNotFail() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    BooleanSupplier afterTheStart = () -> asked.getAndIncrement() > 0;
    Settings settings = settings(List.of(BenchmarkNetwork.XOR_MLP), false);
    BenchResult result = run(settings, subject -> ScriptedSubject.start("die"), afterTheStart);
    assertEquals(List.of(), result.missing());
    assertTrue(result.interrupted());
  }
}
