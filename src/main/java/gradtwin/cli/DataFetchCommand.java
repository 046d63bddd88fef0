package gradtwin.cli;

import gradtwin.data.DataException;
import gradtwin.data.MnistFiles;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fetches what is not here. */
@Command(
    name = "fetch",
    description = "Fetch a data set from public mirrors, unless it is here and intact.",
    footer = {"", "Example:", "  gradtwin data fetch mnist"})
final class DataFetchCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;

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
  public Integer call() {
    MnistFiles files = DataCommand.files(surroundings, name);
    Optional<MnistFiles.Place> intact =
        files
            .found()
            .filter(place -> files.verify(place).stream().allMatch(MnistFiles.Verified::intact));
    MnistFiles.Place place = intact.isPresent() ? intact.get() : fetch(files);
    surroundings.out().println(name + " is in " + place.folder() + " (" + place.why() + ")");
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
