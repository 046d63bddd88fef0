package gradtwin.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * The line of a terminal that a progress bar is drawn on. Once it is closed nothing is drawn any
 * more, whichever of the library's threads comes late.
 */
final class BarLine implements ProgressBarConsumer {
  private static final String ERASE_LINE = "\r\u001b[K";
  private static final int UPDATE_MILLISECONDS = 200;

  private final PrintStream err;
  private final ConsoleProgressBarConsumer console;
  private boolean closed;

  BarLine(PrintStream err) {
    this.err = err;
    this.console = new ConsoleProgressBarConsumer(err);
  }

  /** A bar on this line. */
  ProgressBarBuilder bar(String name, long total) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
        .setConsumer(this);
  }

  /** Prints a line in the place of the bar, which is drawn again below it. */
  synchronized void printAbove(String line) {
    err.print(ERASE_LINE + line + "\n");
  }

  @Override
  public int getMaxRenderedLength() {
    return console.getMaxRenderedLength();
  }

  @Override
  public synchronized void accept(String bar) {
    if (!closed) {
      console.accept(bar);
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
