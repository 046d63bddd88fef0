package gradtwin.cli;

import java.io.PrintStream;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on the last line of a terminal. Once it is closed nothing is drawn any more,
 * whichever of the library's threads comes late.
 */
final class BarLine implements AutoCloseable {
  private static final String ERASE_LINE = "\r\u001b[K";
  private static final int UPDATE_MILLISECONDS = 200;

  private final PrintStream err;
  private final Line line;
  private final ProgressBar bar;

  /**
   * Draws a bar.
   *
   * @param total what it counts up to
   * @param options its further options
   */
  BarLine(PrintStream err, String name, long total, UnaryOperator<ProgressBarBuilder> options) {
    this.err = err;
    this.line = new Line(err);
    this.bar =
        options
            .apply(
                new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                    .setConsumer(line))
            .build();
  }

  ProgressBar bar() {
    return bar;
  }

  /** Prints a line in the place of the bar, which is drawn again below it. */
  void printAbove(String text) {
    synchronized (line) {
      err.print(ERASE_LINE + text + "\n");
    }
  }

  @Override
  public void close() {
    bar.close();
    line.close(); // at once: the library closes it in a thread of its own
  }

  /** Where the library draws. */
  private static final class Line implements ProgressBarConsumer {
    private final ConsoleProgressBarConsumer console;
    private boolean closed;

    Line(PrintStream err) {
      this.console = new ConsoleProgressBarConsumer(err);
    }

    @Override
    public int getMaxRenderedLength() {
      return console.getMaxRenderedLength();
    }

    @Override
    public synchronized void accept(String drawn) {
      if (!closed) {
        console.accept(drawn);
      }
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        console.close();
      }
    }
  }
}
