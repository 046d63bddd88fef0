package gradtwin.bench;

import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Keeps what JMH would print, for the case that it fails. */
final class JmhOutput implements OutputFormat {
  private final StringBuilder printed = new StringBuilder();

  /** The last line, after a colon; empty if there is none. */
  synchronized String lastLine() {
    String[] lines = printed.toString().strip().split("\n", -1);
    String last = lines[lines.length - 1].strip();
    return last.isEmpty() ? "" : ": " + last;
  }

  @Override
  public synchronized void print(String text) {
    printed.append(text);
  }

  @Override
  public synchronized void println(String line) {
    printed.append(line).append('\n');
  }

  @Override
  public void verbosePrintln(String line) {}

  @Override
  public void write(int b) {}

  @Override
  public void write(byte[] b) {}

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams iteration, int number) {}

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams iteration, int number, IterationResult result) {}

  @Override
  public void startBenchmark(BenchmarkParams benchmark) {}

  @Override
  public void endBenchmark(BenchmarkResult result) {}

  @Override
  public void startRun() {}

  @Override
  public void endRun(Collection<RunResult> results) {}

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
