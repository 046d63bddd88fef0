package gradtwin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A subject as a process of its own: the driver's side of {@link Dialogue}. Whatever it says
 * besides its answers is kept for the reason why it failed.
 */
final class SubjectProcess implements AutoCloseable {
  private static final int LINES_KEPT = 40;
  private static final int POLL_MILLISECONDS = 100;
  private static final int GOODBYE_SECONDS = 2;

  private final Process process;
  private final Writer toSubject;
  private final Duration patience;
  private final BooleanSupplier interrupted;
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
  private final Deque<String> said = new ArrayDeque<>();
  private final Thread errors;

  /**
   * Steps that were run.
   *
   * @param loss the mean of their losses
   */
  record Run(int steps, long nanoseconds, double loss) {
    double microsecondsPerStep() {
      return nanoseconds / 1e3 / steps;
    }
  }

  /**
   * Starts a subject.
   *
   * @param patience how long it may take for one answer
   * @param interrupted whether the user wants everything to end; then nothing is waited for
   * @throws SubjectFailure if there is no such program
   */
  SubjectProcess(ProcessBuilder program, Duration patience, BooleanSupplier interrupted)
      throws SubjectFailure {
    this.patience = patience;
    this.interrupted = interrupted;
    try {
      this.process = program.start();
    } catch (IOException e) {
      throw new SubjectFailure("it does not start: " + e.getMessage());
    }
    this.toSubject = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    listen(process.getInputStream(), "answers", this::hear, () -> answers.add(Optional.empty()));
    this.errors = listen(process.getErrorStream(), "errors", this::keep, () -> {});
  }

  private static Thread listen(
      InputStream from, String name, Consumer<String> listener, Runnable atEnd) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                in.lines().forEach(listener);
              } catch (IOException | UncheckedIOException e) {
                listener.accept(e.getMessage()); // the pipe broke: so did the subject
              } finally {
                atEnd.run();
              }
            },
            "subject's " + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void hear(String line) {
    if (line.startsWith(Dialogue.ANSWER)) {
      answers.add(Optional.of(line.substring(Dialogue.ANSWER.length())));
    } else {
      keep(line);
    }
  }

  private void keep(String line) {
    synchronized (said) {
      said.add(line);
      if (said.size() > LINES_KEPT) {
        said.remove();
      }
    }
  }

  /**
   * Opens a workload.
   *
   * @return what the subject says of its runtime
   */
  Map<String, String> open(Workload workload) throws SubjectFailure, InterruptedException {
    say(Dialogue.OPEN + workload.words());
    Map<String, String> runtime = new LinkedHashMap<>();
    String answer = answer();
    while (answer.startsWith(Dialogue.RUNTIME)) {
      String[] entry = answer.substring(Dialogue.RUNTIME.length()).split(" ", 2);
      runtime.put(entry[0], entry.length > 1 ? entry[1] : "");
      answer = answer();
    }
    if (!answer.equals(Dialogue.READY)) {
      throw unexpected(answer);
    }
    return runtime;
  }

  /** Runs training steps. */
  Run run(int steps) throws SubjectFailure, InterruptedException {
    say(Dialogue.RUN + steps);
    String answer = answer();
    String[] numbers = answer.split(" ", -1);
    if (!answer.startsWith(Dialogue.RAN) || numbers.length != 3) {
      throw unexpected(answer);
    }
    try {
      return new Run(steps, Long.parseLong(numbers[1]), Double.parseDouble(numbers[2]));
    } catch (NumberFormatException e) {
      throw unexpected(answer);
    }
  }

  private static SubjectFailure unexpected(String answer) {
    return new SubjectFailure("it gave an answer that makes no sense: '" + answer + "'");
  }

  private void say(String command) throws SubjectFailure, InterruptedException {
    try {
      toSubject.write(command + "\n");
      toSubject.flush();
    } catch (IOException e) {
      throw died(); // nobody reads any more
    }
  }

  private String answer() throws SubjectFailure, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      Optional<String> answer = answers.poll(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
      if (interrupted.getAsBoolean()) {
        throw new InterruptedException("the benchmark is to end");
      }
      if (answer != null) {
        return answer.orElseThrow(() -> new SubjectFailure(lastWords()));
      }
    }
    throw new SubjectFailure("it gave no answer for " + patience.toSeconds() + " s");
  }

  private SubjectFailure died() throws InterruptedException {
    if (interrupted.getAsBoolean()) {
      throw new InterruptedException("the benchmark is to end");
    }
    return new SubjectFailure(lastWords());
  }

  /** How it ended, and the most telling line of what it said. */
  private String lastWords() {
    try {
      boolean ended = process.waitFor(GOODBYE_SECONDS, TimeUnit.SECONDS);
      errors.join(TimeUnit.SECONDS.toMillis(GOODBYE_SECONDS));
      String end = ended ? "it ended with exit code " + process.exitValue() : "it fell silent";
      return end + telling().map(line -> ": " + line).orElse("");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "it ended";
    }
  }

  /** A JVM names its exception before the places, Python after them; both cite their causes. */
  private Optional<String> telling() {
    synchronized (said) {
      Optional<String> last = Optional.empty();
      for (String line : said) {
        if (!line.isBlank() && !line.startsWith("\t") && !line.startsWith("  ")) {
          last = Optional.of(line.strip());
        }
      }
      return last;
    }
  }

  /** Ends the subject, whatever it does. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
