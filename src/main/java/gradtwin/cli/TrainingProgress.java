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

/** Shows how a training goes: a line for an epoch, and on a terminal a progress bar below it. */
final class TrainingProgress implements TrainingObserver, AutoCloseable {
  /** Of many short epochs, about this many get a line. */
  private static final int LINES = 20;

  private static final long MESSAGE_NANOSECONDS = 100_000_000;

  private final PrintStream err;
  private final int epochs;
  private final int examples;
  private final Optional<BarLine> bar;
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

  private BarLine bar(String name) {
    DecimalFormat speed = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return new BarLine(err, name, (long) epochs * examples, options -> options.showSpeed(speed));
  }

  @Override
  public void step(int epoch, int done, double loss) {
    bar.ifPresent(
        line -> {
          line.bar().stepTo((epoch - 1L) * examples + done);
          if (done == examples || System.nanoTime() - lastMessage > MESSAGE_NANOSECONDS) {
            lastMessage = System.nanoTime();
            line.bar()
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
      String text =
          String.format(
              Locale.ROOT,
              "epoch %d/%d: %s, %s, %s examples/s",
              number,
              epochs,
              EpochLine.text(epoch),
              Figures.seconds(epoch.seconds()),
              Figures.count(Math.round(examples / epoch.seconds())));
      bar.ifPresentOrElse(line -> line.printAbove(text), () -> err.print(text + "\n"));
    }
  }

  @Override
  public void close() {
    bar.ifPresent(BarLine::close);
  }
}
