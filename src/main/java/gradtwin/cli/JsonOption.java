package gradtwin.cli;

import gradtwin.report.Json;
import gradtwin.train.AtomicFile;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the machine form of a result goes. */
final class JsonOption {
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the result as JSON to a file, or to standard output for '-'.")
  Optional<String> target = Optional.empty();

  /**
   * Refuses a file that cannot be written, before any work is done for it.
   *
   * @throws Failure if its folder is not there, or it is a folder itself
   */
  void check(Surroundings surroundings) {
    if (target.isPresent() && !toStandardOutput()) {
      OutputFile.check(surroundings, "--json", target.get());
    }
  }

  /** Whether the text makes way on standard output. */
  boolean toStandardOutput() {
    return target.filter(STANDARD_OUTPUT::equals).isPresent();
  }

  /** Writes both forms of a result; the text makes way if JSON goes to standard output. */
  void print(Surroundings surroundings, String text, Object json) throws IOException {
    PrintStream forText = toStandardOutput() ? surroundings.err() : surroundings.out();
    forText.print(text);
    forText.flush();
    write(surroundings, json);
  }

  /** Writes the machine form alone. */
  void write(Surroundings surroundings, Object json) throws IOException {
    if (toStandardOutput()) {
      surroundings.out().print(Json.document(json));
    } else if (target.isPresent()) {
      AtomicFile.write(surroundings.resolve(target.get()), Json.document(json));
    }
  }
}
