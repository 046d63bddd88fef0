package gradtwin.cli;

import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes that uses a trained model. */
final class RunOptions {
  @Parameters(paramLabel = "RUN", description = "The run's folder.")
  String run;

  @Option(
      names = "--last",
      description = "Take the latest parameters of the training, not the best.")
  boolean last;

  @Option(
      names = {"-o", "--override"},
      paramLabel = "PATH=VALUE",
      description = "Replace a value of the run's configuration, such as data.path.")
  List<String> overrides = List.of();
}
