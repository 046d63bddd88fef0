package gradtwin.cli;

import gradtwin.data.DataPlaces;
import gradtwin.data.MnistFiles;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The data sets that a file can name; its commands are {@code list}, {@code fetch}, {@code verify}.
 */
@Command(
    name = "data",
    synopsisSubcommandLabel = "COMMAND",
    description = "Show, fetch and verify the data sets that a configuration can name.",
    footer = {
      "",
      "Examples:",
      "  gradtwin data list",
      "  gradtwin data fetch mnist",
      "  gradtwin data verify mnist"
    })
final class DataCommand implements Runnable {
  /** The one data set that consists of files known beforehand. */
  private static final String MNIST = "mnist";

  private static final List<String> NAMES =
      List.of("xor", MNIST, "digits", "csv", "csvSequence", "idx");

  @Spec CommandSpec spec;
  @Mixin GeneralOptions general;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "expected one of " + String.join(", ", spec.subcommands().keySet()));
  }

  /** Where data is looked for when no configuration says more. */
  static DataPlaces places(Surroundings surroundings) {
    return new DataPlaces(
        surroundings.workingDirectory(), surroundings.home(), surroundings.environment());
  }

  /**
   * The files of a data set that can be fetched and verified.
   *
   * @throws Failure if there is no such data set, or it has no files of its own
   */
  static MnistFiles files(Surroundings surroundings, String name) {
    if (name.equals(MNIST)) {
      return new MnistFiles(places(surroundings), Optional.empty());
    }
    if (NAMES.contains(name)) {
      throw Failure.wrongInput(
          name
              + " has no files that this program knows beforehand; only "
              + MNIST
              + " can be fetched and verified");
    }
    throw Failure.wrongInput(
        "expected " + MNIST + ", got '" + name + "'" + Suggestion.of(name, List.of(MNIST)));
  }
}
