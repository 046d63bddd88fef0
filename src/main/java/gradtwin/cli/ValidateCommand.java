package gradtwin.cli;

import gradtwin.report.ValidationReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Every fault of every file. */
@Command(
    name = "validate",
    description = "Show every fault of configuration files, with line and column.",
    footer = {
      "",
      "Examples:",
      "  gradtwin validate configs/*.yaml",
      "  gradtwin validate mine.yaml -o network.layers[0].units=64",
      "  gradtwin validate mine.yaml --explain",
      "",
      "Ends with 2 if any file has a fault. Warnings are shown and are no faults."
    })
final class ValidateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;
  @Mixin JsonOption json;

  @Parameters(paramLabel = "CONFIG", arity = "1..*", description = "Experiments' YAML files.")
  List<String> files;

  @Option(
      names = {"-o", "--override"},
      paramLabel = "PATH=VALUE",
      description = "Replace a value of each file; may be repeated.")
  List<String> overrides = List.of();

  @Option(
      names = "--explain",
      description = "Say more about each warning: why it is rarely meant, and what to do.")
  boolean explain;

  ValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    json.check(surroundings);
    ValidationReport report =
        new ValidationReport(files.stream().map(this::validate).toList(), explain);
    json.print(surroundings, report.text(), report.json());
    return (report.faults() == 0 ? ExitCode.DONE : ExitCode.WRONG_INPUT).number();
  }

  private ValidationReport.Checked validate(String file) {
    try {
      return new ValidationReport.Checked(
          file, Configuration.read(surroundings, file, overrides).diagnostics(), Optional.empty());
    } catch (Failure unreadable) {
      return new ValidationReport.Checked(file, List.of(), Optional.of(unreadable.getMessage()));
    }
  }
}
