package gradtwin.cli;

import gradtwin.report.EpochLine;
import gradtwin.report.Figures;
import gradtwin.train.Epoch;
import gradtwin.train.TrainingObserver;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;

/** Shows how a training goes: a line for an epoch, and on a terminal a progress bar below it. */
final class TrainingProgress implements TrainingObserver, AutoCloseable {
  /** Of many short epochs, about this many get a line. */
  private static final int LINES = 50;

  private static final long MESSAGE_NANOSECONDS = 100_000_000;

  private final PrintStream err;
  private final int epochs;
  private final int examples;
  private final Optional<Bar> bar;
  private long lastMessage;

  /** A bar and its line. */
  private record Bar(BarLine line, ProgressBar progress) {}

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

  private Bar bar(String name) {
    BarLine line = new BarLine(err);
    return new Bar(
        line,
        line.bar(name, (long) epochs * examples)
            .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .build());
  }

  @Override
  public void step(int epoch, int done, double loss) {
    bar.ifPresent(
        b -> {
          b.progress().stepTo((epoch - 1L) * examples + done);
          if (done == examples || System.nanoTime() - lastMessage > MESSAGE_NANOSECONDS) {
            lastMessage = System.nanoTime();
            b.progress()
                .setExtraMessage(
                    String.format(Locale.ROOT, " epoch %d/%d loss %.4f", epoch, epochs, loss));
          }
        });
  }

  @Override
  public void epoch(Epoch epoch) {
    int every = Math.max(1, epochs / LINES);
    int number = epoch.number();
    if (number % every == 0 || number == 1 || number == epochs) {
      String line =
          String.format(
              Locale.ROOT,
              "epoch %d/%d: %s, %s, %s examples/s",
              number,
              epochs,
              EpochLine.text(epoch),
              Figures.seconds(epoch.seconds()),
              Figures.count(Math.round(examples / epoch.seconds())));
      bar.ifPresentOrElse(b -> b.line().printAbove(line), () -> err.print(line + "\n"));
    }
  }

  @Override
  public void close() {
    bar.ifPresent(b -> b.progress().close());
  }
}
