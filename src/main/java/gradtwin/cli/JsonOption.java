package gradtwin.cli;

import gradtwin.report.Json;
import gradtwin.train.AtomicFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
    if (target.isEmpty() || target.get().equals(STANDARD_OUTPUT)) {
      return;
    }
    Path file = surroundings.resolve(target.get());
    if (Files.isDirectory(file)) {
      throw Failure.wrongInput("--json: expected a file, got the folder " + target.get());
    }
    if (!Files.isDirectory(file.getParent())) {
      throw Failure.wrongInput("--json: no such folder: " + surroundings.shown(file.getParent()));
    }
  }

  /** Writes both forms of a result; the text makes way if JSON goes to standard output. */
  void print(Surroundings surroundings, String text, Object json) throws IOException {
    boolean toOutput = target.filter(STANDARD_OUTPUT::equals).isPresent();
    PrintStream forText = toOutput ? surroundings.err() : surroundings.out();
    forText.print(text);
    forText.flush();
    if (toOutput) {
      surroundings.out().print(Json.document(json));
    } else if (target.isPresent()) {
      AtomicFile.write(surroundings.resolve(target.get()), Json.document(json));
    }
  }
}
