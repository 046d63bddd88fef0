package gradtwin.cli;

import gradtwin.compare.fuzz.Finding;
import gradtwin.compare.fuzz.Fuzz;
import gradtwin.compare.fuzz.FuzzResult.Counts;
import gradtwin.report.FuzzReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** Shows how a search goes: a line for what is found, and a progress bar or a line now and then. */
final class FuzzProgress implements Fuzz.Observer, AutoCloseable {
  private static final double LINE_SECONDS = 10;
  private static final int TICKS_PER_SECOND = 1000;

  private final PrintStream err;
  private final Surroundings surroundings;
  private final Fuzz.Settings settings;
  private final Optional<BarLine> bar;
  private double lastLine;

  FuzzProgress(Surroundings surroundings, Fuzz.Settings settings) {
    this.surroundings = surroundings;
    this.settings = settings;
    this.err = surroundings.err();
    boolean timed = Double.isFinite(settings.seconds());
    long total = timed ? (long) (settings.seconds() * TICKS_PER_SECOND) : settings.networks();
    this.bar =
        surroundings.terminal()
            ? Optional.of(new BarLine(err, "fuzz", total, options -> options))
            : Optional.empty();
  }

  @Override
  public void examined(Counts counts, double seconds) {
    String text = FuzzReport.progress(counts, seconds);
    if (bar.isPresent()) {
      boolean timed = Double.isFinite(settings.seconds());
      bar.get().bar().stepTo(timed ? (long) (seconds * TICKS_PER_SECOND) : counts.networks());
      bar.get().bar().setExtraMessage(" " + text);
    } else if (seconds - lastLine >= LINE_SECONDS) {
      lastLine = seconds;
      err.print(text + "\n");
    }
  }

  @Override
  public void failed(long network, gradtwin.compare.fuzz.Failure failure) {
    print("network " + network + ": " + failure.kind() + "; looking for a smaller one");
  }

  @Override
  public void found(Finding finding) {
    print("written: " + surroundings.shown(Path.of(finding.file())));
  }

  private void print(String text) {
    bar.ifPresentOrElse(line -> line.printAbove(text), () -> err.print(text + "\n"));
  }

  @Override
  public void close() {
    bar.ifPresent(BarLine::close);
  }
}
