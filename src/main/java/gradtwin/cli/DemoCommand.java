package gradtwin.cli;

import gradtwin.report.Figures;
import gradtwin.train.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The demonstration: command lines that a user could have typed, each shown before it runs.
 *
 * <p>MNIST takes three epochs instead of ten, to be done within three minutes. Where MNIST is not
 * here and cannot be fetched, the program's own digits stand in under a name of their own.
 */
@Command(
    name = "demo",
    hidden = true,
    description = "Train XOR and MNIST, compare the gradients, and write the reports.",
    footer = {"", "Example:", "  gradtwin demo"})
final class DemoCommand implements Callable<Integer> {
  private static final List<String> DIGITS =
      List.of("-o", "data.source=digits", "-o", "name=digits-mlp");

  private final Surroundings surroundings;
  private final ToIntFunction<String[]> program;

  @Spec CommandSpec spec;
  @Mixin GeneralOptions general;

  private int exitCode = ExitCode.DONE.number();

  /**
   * @param program runs a command line
   */
  DemoCommand(Surroundings surroundings, ToIntFunction<String[]> program) {
    this.surroundings = surroundings;
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
    Path runs = RunDirectory.create(surroundings.resolve("runs"), "demo", now).path();
    String folder = surroundings.shown(runs);

    say("A single layer cannot learn XOR: its loss stays at 0.25.");
    run("train", configuration("xor-perceptron"), "--runs", folder);

    say("One hidden layer learns it.");
    run("train", configuration("xor-mlp"), "--runs", folder);
    compare("xor-mlp", List.of(), folder);

    say("Handwritten digits.");
    List<String> digits = new ArrayList<>();
    if (program.applyAsInt(new String[] {"data", "fetch", "mnist"}) != ExitCode.DONE.number()) {
      digits.addAll(DIGITS);
      say(
          "MNIST is not here and cannot be fetched. Every number that follows is for digits drawn"
              + " by this program, which are not MNIST.");
    }
    List<String> train = new ArrayList<>(List.of("train", configuration("mnist-mlp")));
    train.addAll(List.of("--runs", folder, "-o", "training.epochs=3"));
    train.addAll(digits);
    run(train.toArray(String[]::new));
    compare("mnist-mlp", digits, folder);

    say(
        "Done in "
            + Figures.seconds((System.nanoTime() - start) / 1e9)
            + ". Runs and reports are in "
            + folder);
    return exitCode;
  }

  /**
   * Compares the gradients of one configuration, if this program can, with a report beside the
   * runs.
   */
  private void compare(String name, List<String> overrides, String folder) {
    if (!spec.root().subcommands().containsKey("compare")) {
      return;
    }
    String report = folder + "/" + name;
    List<String> compare = new ArrayList<>(List.of("compare", configuration(name)));
    compare.addAll(List.of("--html", report + ".html", "--json", report + ".json"));
    compare.addAll(overrides);
    run(compare.toArray(String[]::new));
  }

  /** A configuration as the user would write its path. */
  private String configuration(String name) {
    Path file = surroundings.home().resolve("configs").resolve(name + ".yaml");
    return surroundings.shown(file);
  }

  private void run(String... commandLine) {
    say("$ gradtwin " + String.join(" ", commandLine));
    int code = program.applyAsInt(commandLine);
    exitCode = Math.max(exitCode, code);
  }

  private void say(String line) {
    surroundings.out().println();
    surroundings.out().println(line);
  }
}
