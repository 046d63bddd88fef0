package gradtwin.bench;

import gradtwin.bench.BenchResult.KernelResult;
import gradtwin.bench.kernel.AdamBenchmark;
import gradtwin.bench.kernel.ConvolutionBenchmark;
import gradtwin.bench.kernel.MatrixProductBenchmark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The kernels of the twin, measured by JMH, each in a JVM of its own like this one. */
final class Kernels {
  private static final String ALLOCATED_PER_CALL = "gc.alloc.rate.norm";
  private static final int INPUTS = 784;
  private static final int UNITS = 128;

  private Kernels() {}

  /**
   * A kernel.
   *
   * @param benchmark the class that calls it
   * @param method of that class
   * @param parameters of that class
   * @param operations on floating-point numbers in one call; 0 if it only moves them
   */
  record Kernel(
      String name,
      String shape,
      Class<?> benchmark,
      String method,
      Map<String, String> parameters,
      long operations) {}

  /**
   * How long to measure.
   *
   * @param warmUps iterations that do not count
   * @param iterations that count
   * @param milliseconds of each
   */
  record Duration(int warmUps, int iterations, int milliseconds) {}

  /** All of them. */
  static List<Kernel> all() {
    List<Kernel> kernels = new ArrayList<>();
    for (int batch : List.of(32, 128, 512)) {
      kernels.add(product("A·B", "%1$d×%2$d · %2$d×%3$d", "forward", batch));
      kernels.add(product("Aᵀ·B", "(%1$d×%2$d)ᵀ · %1$d×%3$d", "weightGradient", batch));
      kernels.add(product("A·Bᵀ", "%1$d×%3$d · (%2$d×%3$d)ᵀ", "inputGradient", batch));
    }
    // m: 2 products and a sum; v: 3 and a sum; step: product, root, sum, quotient; w: difference
    kernels.add(kernel("Adam", "784×128", AdamBenchmark.class, "update", 12L * INPUTS * UNITS));
    String images = "64 images 20×12×12, kernel 5×5";
    kernels.add(kernel("im2col", images, ConvolutionBenchmark.class, "gather", 0));
    kernels.add(
        kernel(
            "convolution",
            images + "×50",
            ConvolutionBenchmark.class,
            "forward",
            2L * 64 * 50 * (20 * 5 * 5) * (8 * 8)));
    return kernels;
  }

  private static Kernel product(String name, String shape, String method, int batch) {
    return new Kernel(
        name,
        shape.formatted(batch, INPUTS, UNITS),
        MatrixProductBenchmark.class,
        method,
        Map.of("batch", Integer.toString(batch)),
        2L * batch * INPUTS * UNITS);
  }

  private static Kernel kernel(
      String name, String shape, Class<?> benchmark, String method, long operations) {
    return new Kernel(name, shape, benchmark, method, Map.of(), operations);
  }

  /**
   * Measures one kernel.
   *
   * @throws SubjectFailure if JMH could not
   */
  static KernelResult measure(Kernel kernel, Duration duration) throws SubjectFailure {
    String benchmark = kernel.benchmark().getName() + "." + kernel.method();
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark) + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(1)
            .warmupIterations(duration.warmUps())
            .warmupTime(TimeValue.milliseconds(duration.milliseconds()))
            .measurementIterations(duration.iterations())
            .measurementTime(TimeValue.milliseconds(duration.milliseconds()))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    kernel.parameters().forEach(options::param);
    JmhOutput output = new JmhOutput();
    try {
      Collection<RunResult> results = new Runner(options.build(), output).run();
      return result(kernel, results.iterator().next());
    } catch (RunnerException e) {
      throw new SubjectFailure("JMH: " + e.getMessage() + output.lastLine());
    }
  }

  private static KernelResult result(Kernel kernel, RunResult measured) {
    List<Double> microseconds =
        measured.getAggregatedResult().getIterationResults().stream()
            .map(iteration -> iteration.getPrimaryResult().getScore())
            .toList();
    Spread spread = Spread.of(microseconds);
    return new KernelResult(
        kernel.name(),
        kernel.shape(),
        spread,
        Optional.of(kernel.operations() / spread.median() / 1e3).filter(rate -> rate > 0),
        measured.getSecondaryResults().get(ALLOCATED_PER_CALL).getScore());
  }
}
