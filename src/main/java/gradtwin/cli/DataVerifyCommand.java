package gradtwin.cli;

import gradtwin.data.MnistFiles;
import gradtwin.report.VerificationReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares what is here with what was published. */
@Command(
    name = "verify",
    description = "Compare the files of a data set with what was published, by SHA-256.",
    footer = {
      "",
      "Examples:",
      "  gradtwin data verify mnist",
      "  gradtwin data verify mnist --json -",
      "",
      "Ends with 1 if a file differs."
    })
final class DataVerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;
  @Mixin JsonOption json;

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
  public Integer call() throws IOException {
    json.check(surroundings);
    MnistFiles files = DataCommand.files(surroundings, name);
    MnistFiles.Place place =
        files.found().orElseThrow(() -> Failure.wrongEnvironment(nowhere(files)));
    VerificationReport report = VerificationReport.of(name, place, files.verify(place));
    json.print(surroundings, report.text(), report);
    return (report.intact() ? ExitCode.DONE : ExitCode.NO).number();
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
