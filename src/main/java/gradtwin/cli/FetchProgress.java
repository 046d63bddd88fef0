package gradtwin.cli;

import gradtwin.data.FetchListener;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** Shows how a download goes: a progress bar on a terminal, else a line when a file is there. */
final class FetchProgress implements FetchListener, AutoCloseable {
  private static final long MEGABYTE = 1 << 20;

  private final PrintStream err;
  private final boolean terminal;
  private String current = "";
  private Optional<BarLine> bar = Optional.empty();

  FetchProgress(Surroundings surroundings) {
    this.err = surroundings.err();
    this.terminal = surroundings.terminal();
  }

  @Override
  public void progress(String file, long done, long total) {
    if (!file.equals(current)) {
      close();
      current = file;
      bar = terminal ? Optional.of(bar(file, total)) : Optional.empty();
    }
    bar.ifPresent(line -> line.bar().stepTo(done));
    if (bar.isEmpty() && done == total) {
      err.printf(Locale.ROOT, "fetched %s, %.1f MB%n", file, (double) total / MEGABYTE);
    }
  }

  private BarLine bar(String file, long total) {
    return new BarLine(err, file, total, options -> options.setUnit(" MB", MEGABYTE).showSpeed());
  }

  @Override
  public void note(String line) {
    err.println(line);
  }

  @Override
  public void close() {
    bar.ifPresent(BarLine::close);
    bar = Optional.empty();
  }
}
