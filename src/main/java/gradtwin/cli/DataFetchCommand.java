package gradtwin.cli;

import gradtwin.data.DataException;
import gradtwin.data.MnistFiles;
import gradtwin.report.VerificationReport;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fetches what is not here. */
@Command(
    name = "fetch",
    description = "Fetch a data set from public mirrors, unless it is here and intact.",
    footer = {
      "",
      "Examples:",
      "  gradtwin data fetch mnist",
      "  gradtwin data fetch mnist --json -"
    })
final class DataFetchCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;
  @Mixin JsonOption json;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "mnist",
      description = "The data set: mnist, which is also the default.")
  String name;

  DataFetchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    json.check(surroundings);
    MnistFiles files = DataCommand.files(surroundings, name);
    Optional<MnistFiles.Place> intact =
        files
            .found()
            .filter(place -> files.verify(place).stream().allMatch(MnistFiles.Verified::intact));
    MnistFiles.Place place = intact.isPresent() ? intact.get() : fetch(files);
    json.print(
        surroundings,
        name + " is in " + place.folder() + " (" + place.why() + ")\n",
        VerificationReport.of(name, place, files.verify(place)));
    return ExitCode.DONE.number();
  }

  private MnistFiles.Place fetch(MnistFiles files) {
    try (FetchProgress progress = new FetchProgress(surroundings)) {
      return files.fetch(progress);
    } catch (DataException e) {
      throw Failure.wrongEnvironment(e.getMessage(), e.getCause());
    }
  }
}
