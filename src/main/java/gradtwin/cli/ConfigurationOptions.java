package gradtwin.cli;

import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes that reads one configuration. */
final class ConfigurationOptions {
  @Parameters(index = "0", paramLabel = "CONFIG", description = "The experiment's YAML file.")
  String file;

  @Option(
      names = {"-o", "--override"},
      paramLabel = "PATH=VALUE",
      description = "Replace a value of the file; may be repeated.")
  List<String> overrides = List.of();
}
