package gradtwin.cli;

import gradtwin.data.MnistFiles;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares what is here with what was published. */
@Command(
    name = "verify",
    description = "Compare the files of a data set with what was published, by SHA-256.",
    footer = {"", "Example:", "  gradtwin data verify mnist", "", "Ends with 1 if a file differs."})
final class DataVerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "mnist",
      description = "The data set: mnist, which is also the default.")
  String name;

  DataVerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    MnistFiles files = DataCommand.files(surroundings, name);
    MnistFiles.Place place =
        files.found().orElseThrow(() -> Failure.wrongEnvironment(nowhere(files)));
    List<MnistFiles.Verified> verified = files.verify(place);
    for (MnistFiles.Verified file : verified) {
      surroundings
          .out()
          .println(
              file.file()
                  + (file.intact()
                      ? ": intact"
                      : ": expected SHA-256 " + file.expected() + ", found " + file.found()));
    }
    boolean intact = verified.stream().allMatch(MnistFiles.Verified::intact);
    return (intact ? ExitCode.DONE : ExitCode.NO).number();
  }

  private String nowhere(MnistFiles files) {
    StringBuilder text = new StringBuilder(name + " is not here. Looked into:");
    for (MnistFiles.Place place : files.places()) {
      text.append("\n  ").append(place.folder()).append(" (").append(place.why()).append("): ");
      text.append(place.found());
    }
    return text + "\nTo fetch it: gradtwin data fetch " + name;
  }
}
