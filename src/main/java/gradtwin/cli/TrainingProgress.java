package gradtwin.cli;

import gradtwin.report.EpochLine;
import gradtwin.report.Figures;
import gradtwin.train.Epoch;
import gradtwin.train.TrainingObserver;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how a training goes: a progress bar on a terminal, else a line for an epoch. */
final class TrainingProgress implements TrainingObserver, AutoCloseable {
  /** Of many short epochs, about this many get a line. */
  private static final int LINES = 50;

  private static final long MESSAGE_NANOSECONDS = 100_000_000;

  private final PrintStream err;
  private final int epochs;
  private final int examples;
  private final Optional<ProgressBar> bar;
  private String measured = "";
  private long lastMessage;

  /**
   * @param epochs at most
   * @param examples of one epoch
   */
  TrainingProgress(Surroundings surroundings, String name, int epochs, int examples) {
    this.err = surroundings.err();
    this.epochs = epochs;
    this.examples = examples;
    this.bar = surroundings.terminal() ? Optional.of(bar(name)) : Optional.empty();
  }

  private ProgressBar bar(String name) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax((long) epochs * examples)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .showSpeed(new DecimalFormat("#,##0"))
        .setConsumer(new ConsoleProgressBarConsumer(err))
        .build();
  }

  @Override
  public void step(int epoch, int done, double loss) {
    if (bar.isEmpty()) {
      return;
    }
    bar.get().stepTo((epoch - 1L) * examples + done);
    if (System.nanoTime() - lastMessage > MESSAGE_NANOSECONDS) {
      lastMessage = System.nanoTime();
      bar.get()
          .setExtraMessage(
              String.format(
                  Locale.ROOT, " epoch %d/%d loss %.4f%s", epoch, epochs, loss, measured));
    }
  }

  @Override
  public void epoch(Epoch epoch) {
    measured = "; " + EpochLine.measured(epoch);
    int every = Math.max(1, epochs / LINES);
    boolean shown = epoch.number() % every == 0 || epoch.number() == 1;
    if (bar.isEmpty() && (shown || epoch.number() == epochs)) {
      err.printf(
          Locale.ROOT,
          "epoch %d/%d: %s, %s, %s%n",
          epoch.number(),
          epochs,
          EpochLine.text(epoch),
          Figures.seconds(epoch.seconds()),
          Figures.count(Math.round(examples / epoch.seconds())) + " examples/s");
    }
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
