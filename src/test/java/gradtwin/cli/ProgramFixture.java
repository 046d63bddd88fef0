package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the program in process, in a folder of its own, and keeps what it prints. */
final class ProgramFixture {
  private final Path folder;
  private final Map<String, String> environment;

  ProgramFixture(Path folder) {
    this(folder, Map.of());
  }

  ProgramFixture(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** What a command line came to. */
  record Ended(int code, String out, String err) {
    /** The same, if the exit code is as expected; no user ever sees a stack trace. */
    Ended expecting(ExitCode expected) {
      assertEquals(expected.number(), code, () -> "exit code; out:\n" + out + "err:\n" + err);
      assertFalse(err.contains("\tat "), err);
      return this;
    }
  }

  Ended run(String... commandLine) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new Main(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                folder)
            .run(commandLine);
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Writes a file into the folder and returns its name. */
  String file(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An experiment that is trained in no time. */
  String xor(int epochs) {
    return file(
        "xor.yaml",
        """
        name: xor
        seed: 7
        precision: float64
        data: {source: xor, batchSize: 4}
        network:
          layers:
            - {type: dense, units: 4, activation: tanh}
            - {type: output, units: 1, activation: sigmoid, loss: meanSquaredError}
        training:
          epochs: %d
          optimizer: {type: adam, learningRate: 0.05}
        """
            .formatted(epochs));
  }

  /** An experiment on few drawn digits. */
  String digits() {
    return file(
        "digits.yaml",
        """
        name: digits
        seed: 7
        data:
          source: digits
          examples: 600
          testExamples: 150
          batchSize: 16
          validationFraction: 0.1
        network:
          layers:
            - {type: dense, units: 24, activation: relu}
            - {type: output, units: 10, activation: softmax, loss: crossEntropy}
        training:
          epochs: 4
          optimizer: {type: adam, learningRate: 0.01}
        """);
  }

  /** The folders of all runs, by name. */
  List<Path> runs() {
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      return runs.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one run, as the user would write it. */
  String onlyRun() {
    assertEquals(1, runs().size());
    return folder.relativize(runs().get(0)).toString();
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
