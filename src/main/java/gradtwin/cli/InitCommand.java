package gradtwin.cli;

import gradtwin.train.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a file to start from. */
@Command(
    name = "init",
    description = "Write a commented configuration to start from, which can be trained as it is.",
    footer = {
      "",
      "Templates: mlp, dense layers; cnn, a convolutional network; rnn, a recurrent network;"
          + " csv, a table of your own.",
      "",
      "Examples:",
      "  gradtwin init",
      "  gradtwin init houses.yaml --template csv"
    })
final class InitCommand implements Callable<Integer> {
  private static final List<String> TEMPLATES = List.of("mlp", "cnn", "rnn", "csv");
  private static final String ENDING = ".yaml";

  private final Surroundings surroundings;

  @Mixin GeneralOptions general;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file to write; default: the template's name with .yaml.")
  Optional<String> file = Optional.empty();

  @Option(
      names = "--template",
      paramLabel = "NAME",
      defaultValue = "mlp",
      description = "What to start from: mlp, cnn, rnn or csv; default: mlp.")
  String template;

  @Option(names = "--force", description = "Write over a file that is there.")
  boolean force;

  InitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    if (!TEMPLATES.contains(template)) {
      throw Failure.wrongInput(
          "--template: expected one of "
              + String.join(", ", TEMPLATES)
              + ", got '"
              + template
              + "'"
              + Suggestion.of(template, TEMPLATES));
    }
    Path target = OutputFile.check(surroundings, "FILE", file.orElse(template + ENDING));
    String shown = surroundings.shown(target);
    if (Files.exists(target) && !force) {
      throw Failure.wrongInput(shown + ": the file is there already; --force writes over it");
    }
    AtomicFile.write(target, text(target));
    surroundings
        .out()
        .print(
            """
            wrote %1$s
            next:
              gradtwin validate %1$s  says what is wrong with it, after you have changed it
              gradtwin train %1$s     trains it, and writes a run into runs/
              gradtwin compare %1$s   holds the gradients of DL4J against those of the twin
            """
                .formatted(shown));
    return ExitCode.DONE.number();
  }

  private String text(Path target) throws IOException {
    String resource = "init-" + template + ENDING;
    try (InputStream in = InitCommand.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("${name}", name(target))
          .replace("${table}", table(target));
    }
  }

  /** The file's, made into one that runs can have. */
  private String name(Path target) {
    String name =
        target
            .getFileName()
            .toString()
            .replaceFirst("\\.ya?ml$", "")
            .replaceAll("[^A-Za-z0-9._-]+", "-")
            .replaceFirst("^[._-]+", "");
    return name.isEmpty() ? template : name;
  }

  /** The path of the example table, as the file writes it: relative if both lie together. */
  private String table(Path target) {
    Path table = surroundings.home().resolve("data").resolve("cups.csv").toAbsolutePath();
    Path path =
        target.startsWith(surroundings.home()) ? target.getParent().relativize(table) : table;
    String text = path.toString().replace('\\', '/');
    boolean plain = text.matches("[A-Za-z0-9._/-]+");
    return plain ? text : "'" + text.replace("'", "''") + "'";
  }
}
