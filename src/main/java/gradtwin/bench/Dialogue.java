package gradtwin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A subject's side of its talk with the driver, in lines of text. {@link SubjectProcess} is the
 * other side.
 *
 * <pre>{@code
 * driver    open NETWORK BATCH WIDTH DEPTH
 * subject   answer runtime KEY VALUE              any number of times
 * subject   answer ready
 * driver    run STEPS                             any number of times
 * subject   answer ran NANOSECONDS LOSS           the mean over the steps
 * }</pre>
 *
 * <p>The end of the input ends the subject, so that none outlives its driver.
 */
final class Dialogue {
  static final String OPEN = "open ";
  static final String RUN = "run ";
  static final String ANSWER = "answer ";
  static final String RUNTIME = "runtime ";
  static final String READY = "ready";
  static final String RAN = "ran ";

  private final BufferedReader in;
  private final PrintStream out;
  private Optional<String> command = Optional.empty();

  /**
   * @param in what the driver says
   * @param out what it hears
   */
  Dialogue(InputStream in, PrintStream out) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
  }

  /**
   * The talk over this process's own standard streams. From now on nothing else can be printed
   * there: what libraries print would garble the answers.
   */
  static Dialogue overStandardStreams() {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    return new Dialogue(System.in, out);
  }

  /** What to open next; empty if there is no more to do. */
  Optional<Workload> nextWorkload() throws IOException {
    return next(OPEN).map(Workload::parse);
  }

  /** How many steps to run next; empty if there are no more in this workload. */
  OptionalInt nextRun() throws IOException {
    return next(RUN).stream().mapToInt(Integer::parseInt).findFirst();
  }

  /** The rest of the next line if it is this command; else the line is kept. */
  private Optional<String> next(String expected) throws IOException {
    if (command.isEmpty()) {
      command = Optional.ofNullable(in.readLine());
    }
    Optional<String> rest =
        command
            .filter(line -> line.startsWith(expected))
            .map(line -> line.substring(expected.length()));
    if (rest.isPresent()) {
      command = Optional.empty();
    }
    return rest;
  }

  /**
   * The workload is open.
   *
   * @param runtime what its time depends on besides the network
   */
  void ready(Map<String, String> runtime) {
    runtime.forEach((key, value) -> answer(RUNTIME + key + " " + value));
    answer(READY);
  }

  /**
   * The steps were run.
   *
   * @param loss the mean of their losses
   */
  void ran(long nanoseconds, double loss) {
    answer(RAN + nanoseconds + " " + loss);
  }

  private void answer(String text) {
    out.print(ANSWER + text + "\n");
    out.flush();
  }
}
