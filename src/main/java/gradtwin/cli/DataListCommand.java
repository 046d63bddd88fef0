package gradtwin.cli;

import gradtwin.data.KnownData;
import gradtwin.report.DataReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What data sets there are. */
@Command(
    name = "list",
    description = "Show what data sets a configuration can name, and where they were found.",
    footer = {"", "Example:", "  gradtwin data list"})
final class DataListCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;
  @Mixin JsonOption json;

  DataListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    json.check(surroundings);
    DataReport report = new DataReport(KnownData.list(DataCommand.places(surroundings)));
    json.print(surroundings, report.text(), report);
    return ExitCode.DONE.number();
  }
}
