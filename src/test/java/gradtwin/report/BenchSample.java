package gradtwin.report;

import gradtwin.bench.BenchResult;
import gradtwin.bench.BenchResult.GrowthPoint;
import gradtwin.bench.BenchResult.KernelResult;
import gradtwin.bench.BenchResult.Losses;
import gradtwin.bench.BenchResult.Missing;
import gradtwin.bench.BenchResult.Ratio;
import gradtwin.bench.BenchResult.Row;
import gradtwin.bench.BenchResult.SameSteps;
import gradtwin.bench.BenchResult.Settings;
import gradtwin.bench.BenchmarkNetwork;
import gradtwin.bench.Growth;
import gradtwin.bench.Spread;
import gradtwin.bench.Subject;
import gradtwin.train.Host;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A benchmark in made-up numbers. */
final class BenchSample {
  static final Row STOCK =
      new Row(
          BenchmarkNetwork.MNIST_MLP,
          512,
          Subject.STOCK,
          new Spread(8000, 7500, 9900.4),
          340,
          new Losses(2.31, 0.5),
          Map.of("ompThreads", "2"));
  static final KernelResult PRODUCT =
      new KernelResult(
          "A·B", "32×784 · 784×128", new Spread(128.4, 128, 140), Optional.of(50.02), 48.2);
  static final Missing NO_PYTHON =
      new Missing("xor-mlp at batch 4", Optional.of(Subject.PYTORCH32), "there is none");

  private static final Row TWIN =
      new Row(
          BenchmarkNetwork.XOR_MLP,
          4,
          Subject.TWIN,
          new Spread(2.5, 2.25, 30),
          1_000_000,
          new Losses(0.7, 0.7),
          Map.of("precision", "float64"));
  private static final Row DL4J =
      new Row(
          BenchmarkNetwork.MNIST_MLP,
          512,
          Subject.DL4J,
          new Spread(2000, 1600, 2100),
          1400,
          new Losses(2.31, 0.25),
          Map.of("ompThreads", "1"));

  private BenchSample() {}

  /** All there can be. */
  static BenchReport report() {
    return report(
        new BenchResult(
            new Settings(
                List.of(BenchmarkNetwork.XOR_MLP, BenchmarkNetwork.MNIST_MLP),
                List.of(Subject.DL4J, Subject.STOCK, Subject.TWIN, Subject.PYTORCH32),
                9,
                0.3,
                true,
                true),
            "digits <drawn>",
            List.of(TWIN, DL4J, STOCK),
            List.of(
                new Ratio(
                    BenchmarkNetwork.MNIST_MLP,
                    512,
                    Subject.DL4J,
                    Subject.STOCK,
                    new Spread(0.25, 0.08, 0.4),
                    new Spread(4, 2.5, 12.5))),
            List.of(
                new SameSteps(
                    BenchmarkNetwork.MNIST_MLP, 512, Subject.DL4J, Subject.STOCK, 20, 3, 8e-8)),
            List.of(
                new GrowthPoint(
                    Growth.Axis.BATCH, 1024, Subject.TWIN, new Spread(2300, 2200, 2400))),
            List.of(
                PRODUCT,
                new KernelResult("im2col", "1 image", new Spread(5, 5, 5), Optional.empty(), 0)),
            List.of(
                NO_PYTHON,
                new Missing(
                    "mnist-mlp at batch 512", Optional.of(Subject.PYTORCH32), "there is none"),
                new Missing("Adam, 784×128", Optional.empty(), "JMH: no")),
            false));
  }

  /** Nothing yet, because the user ended it. */
  static BenchReport interrupted() {
    return report(
        new BenchResult(
            new Settings(List.of(), List.of(), 1, 0.5, false, false),
            "digits",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            true));
  }

  private static BenchReport report(BenchResult result) {
    return new BenchReport(
        result,
        new Provenance("1.0.0", "abc", List.of("bench", "--growth"), "digits"),
        new Host("JVM 17", "Linux 6", "amd64", "Some CPU", List.of("avx2"), 2, 3072));
  }
}
