package gradtwin.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a benchmark found.
 *
 * @param images what the examples are, in one phrase
 * @param rows one for each workload and subject that was measured
 * @param ratios of two subjects of one workload
 * @param sameSteps whether two subjects computed the same numbers
 * @param growth how the cost grows with the work; empty if that was not asked for
 * @param kernels empty if they were not asked for
 * @param missing what could not be measured, and why
 * @param interrupted whether the user ended it before its end
 */
public record BenchResult(
    Settings settings,
    String images,
    List<Row> rows,
    List<Ratio> ratios,
    List<SameSteps> sameSteps,
    List<GrowthPoint> growth,
    List<KernelResult> kernels,
    List<Missing> missing,
    boolean interrupted) {
  public BenchResult {
    rows = List.copyOf(rows);
    ratios = List.copyOf(ratios);
    sameSteps = List.copyOf(sameSteps);
    growth = List.copyOf(growth);
    kernels = List.copyOf(kernels);
    missing = List.copyOf(missing);
  }

  /**
   * What to measure.
   *
   * @param rounds in which each subject is asked once, after those that warm it up
   * @param seconds that each subject is asked to work in a round
   * @param growth whether to measure how the cost grows with the work
   * @param kernels whether to measure the kernels
   */
  public record Settings(
      List<BenchmarkNetwork> networks,
      List<Subject> subjects,
      int rounds,
      double seconds,
      boolean growth,
      boolean kernels) {
    public Settings {
      networks = List.copyOf(networks);
      subjects = List.copyOf(subjects);
    }
  }

  /**
   * One subject on one workload.
   *
   * @param microsecondsPerStep over the rounds
   * @param steps that were measured, in all rounds together
   * @param runtime what the subject says of itself
   */
  public record Row(
      BenchmarkNetwork network,
      int batch,
      Subject subject,
      Spread microsecondsPerStep,
      long steps,
      Losses losses,
      Map<String, String> runtime) {
    public Row {
      runtime = Collections.unmodifiableMap(new LinkedHashMap<>(runtime));
    }

    /** By the median. */
    public double stepsPerSecond() {
      return 1e6 / microsecondsPerStep.median();
    }
  }

  /**
   * The mean loss of a batch, to see that a subject learns.
   *
   * @param first of the first step
   * @param last over the last round
   */
  public record Losses(double first, double last) {
    /** Whether it got smaller, so that something was learned. */
    public boolean fell() {
      return last < first;
    }
  }

  /**
   * Two subjects of one workload, compared in each round, so that they saw the same machine.
   *
   * @param time of the subject over that of the reference
   * @param speed the inverse: how many times as fast the subject is
   */
  public record Ratio(
      BenchmarkNetwork network,
      int batch,
      Subject subject,
      Subject reference,
      Spread time,
      Spread speed) {}

  /**
   * Two subjects that start from the same seed and see the same batches.
   *
   * @param steps whose losses were compared
   * @param equalSteps how many of them, from the first on, have losses of equal bits
   * @param largestRelativeDifference of two losses of one step; rounding grows with every step
   */
  public record SameSteps(
      BenchmarkNetwork network,
      int batch,
      Subject subject,
      Subject reference,
      int steps,
      int equalSteps,
      double largestRelativeDifference) {}

  /**
   * MNIST's dense network with one thing made larger.
   *
   * @param value of the batch, the width or the depth
   */
  public record GrowthPoint(
      Growth.Axis axis, int value, Subject subject, Spread microsecondsPerStep) {}

  /**
   * A kernel of the twin, in float64.
   *
   * @param shape of its operands
   * @param microseconds per call
   * @param gigaflops floating-point operations per nanosecond, by the median; empty for a kernel
   *     that only moves numbers
   * @param bytesAllocated on the heap per call: a kernel whose vectors are boxed shows here
   */
  public record KernelResult(
      String kernel,
      String shape,
      Spread microseconds,
      Optional<Double> gigaflops,
      double bytesAllocated) {}

  /**
   * What was asked for and could not be measured.
   *
   * @param what a network with its batch size, {@code growth}, or a kernel
   * @param subject empty for a kernel
   * @param reason in a sentence without its full stop
   */
  public record Missing(String what, Optional<Subject> subject, String reason) {}
}
