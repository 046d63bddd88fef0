package gradtwin.cli;

import gradtwin.bench.BenchResult.KernelResult;
import gradtwin.bench.BenchResult.Missing;
import gradtwin.bench.BenchResult.Row;
import gradtwin.bench.Benchmark;
import gradtwin.report.BenchReport;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Shows how a benchmark goes: a line for each result, and a progress bar on a terminal. */
final class BenchProgress implements Benchmark.Observer, AutoCloseable {
  private static final int TICKS = 1000;

  private final PrintStream err;
  private final Optional<BarLine> bar;

  BenchProgress(Surroundings surroundings) {
    this.err = surroundings.err();
    this.bar =
        surroundings.terminal()
            ? Optional.of(new BarLine(err, "bench", TICKS, options -> options))
            : Optional.empty();
  }

  @Override
  public void measuring(String what, double done) {
    bar.ifPresent(
        line -> {
          line.bar().stepTo((long) (done * TICKS));
          line.bar().setExtraMessage(" " + what);
        });
  }

  @Override
  public void measured(List<Row> rows) {
    if (!rows.isEmpty()) {
      print(BenchReport.line(rows));
    }
  }

  @Override
  public void measured(KernelResult kernel) {
    print(BenchReport.line(kernel));
  }

  @Override
  public void missing(Missing missing) {
    print(BenchReport.line(missing));
  }

  private void print(String text) {
    bar.ifPresentOrElse(line -> line.printAbove(text), () -> err.print(text + "\n"));
  }

  @Override
  public void close() {
    bar.ifPresent(BarLine::close);
  }
}
