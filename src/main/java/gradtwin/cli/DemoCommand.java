package gradtwin.cli;

import gradtwin.report.Figures;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
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
  private static final String DIGITS_NAME = "digits-mlp";
  private static final List<String> DIGITS =
      List.of("-o", "data.source=digits", "-o", "name=" + DIGITS_NAME);

  private final Surroundings surroundings;
  private final ToIntFunction<String[]> program;

  @Mixin GeneralOptions general;

  private final List<String> reports = new ArrayList<>();
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

    say("The gradient that is often written for it is not that of its loss. Planted in the twin:");
    runToBeRefused("compare", configuration("xor-perceptron"), "--plant", "article-gradient");
    sayWhyAParameterKeepsItsShape();

    say("One hidden layer learns it.");
    run("train", configuration("xor-mlp"), "--runs", folder);
    compare("xor-mlp", "xor-mlp", List.of(), folder);

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
    compare("mnist-mlp", digits.isEmpty() ? "mnist-mlp" : DIGITS_NAME, digits, folder);

    say("Done in " + Figures.seconds((System.nanoTime() - start) / 1e9) + ".");
    surroundings.out().println("Runs     " + folder);
    reports.forEach(report -> surroundings.out().println("Report   " + report));
    return exitCode;
  }

  /** Compares the gradients of one configuration, with a report beside the runs. */
  private void compare(String configuration, String name, List<String> overrides, String folder) {
    String report = folder + "/" + name;
    reports.add(report + ".html");
    List<String> compare = new ArrayList<>(List.of("compare", configuration(configuration)));
    compare.addAll(List.of("--html", report + ".html", "--json", report + ".json"));
    compare.addAll(overrides);
    run(compare.toArray(String[]::new));
  }

  /** The sum over examples that keeps the axis it sums over has one axis more than the bias. */
  private void sayWhyAParameterKeepsItsShape() {
    Tensor bias = Tensor.zeros(Shape.of(1));
    Tensor gradient = Tensor.zeros(Shape.of(1, 1));
    try {
      bias.overwriteWith(gradient);
      throw new IllegalStateException("a parameter let its shape be changed");
    } catch (IllegalArgumentException refusal) {
      say(
          "Often the bias gradient is summed so that it has shape "
              + gradient.shape()
              + " for a bias of "
              + bias.shape()
              + ". NumPy refuses to subtract it in place, and out of place makes the bias "
              + gradient.shape()
              + " without a word. A parameter here keeps its shape: "
              + refusal.getMessage()
              + ".");
    }
  }

  /** A configuration as the user would write its path. */
  private String configuration(String name) {
    Path file = surroundings.home().resolve("configs").resolve(name + ".yaml");
    return surroundings.shown(file);
  }

  private void run(String... commandLine) {
    sayCommandLine(commandLine);
    int code = program.applyAsInt(commandLine);
    exitCode = Math.max(exitCode, code);
  }

  /** Runs a command line whose answer has to be no. */
  private void runToBeRefused(String... commandLine) {
    sayCommandLine(commandLine);
    int code = program.applyAsInt(commandLine);
    if (code != ExitCode.NO.number()) {
      say("Expected the exit code " + ExitCode.NO.number() + " here, got " + code + ".");
      exitCode = Math.max(exitCode, ExitCode.INTERNAL_ERROR.number());
    }
  }

  private void say(String text) {
    surroundings.out().println();
    surroundings.out().print(Figures.wrapped(text));
  }

  /** On one line, however long, so that it can be copied. */
  private void sayCommandLine(String[] commandLine) {
    surroundings.out().println();
    surroundings.out().println("$ gradtwin " + String.join(" ", commandLine));
  }
}
