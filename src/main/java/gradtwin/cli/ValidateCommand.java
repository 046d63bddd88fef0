package gradtwin.cli;

import gradtwin.report.Figures;
import gradtwin.yaml.Diagnostic;
import java.util.List;
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
      "",
      "Ends with 2 if any file has a fault. Warnings are shown and are no faults."
    })
final class ValidateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;

  @Parameters(paramLabel = "CONFIG", arity = "1..*", description = "Experiments' YAML files.")
  List<String> files;

  @Option(
      names = {"-o", "--override"},
      paramLabel = "PATH=VALUE",
      description = "Replace a value of each file; may be repeated.")
  List<String> overrides = List.of();

  ValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    long faults = 0;
    for (String file : files) {
      faults += validate(file);
    }
    surroundings
        .out()
        .println(Figures.count(files.size(), "file") + ", " + Figures.count(faults, "fault"));
    return (faults == 0 ? ExitCode.DONE : ExitCode.WRONG_INPUT).number();
  }

  /** Prints what there is to say about one file, and counts its faults. */
  private long validate(String file) {
    List<Diagnostic> diagnostics;
    try {
      diagnostics = Configuration.read(surroundings, file, overrides).diagnostics();
    } catch (Failure unreadable) {
      surroundings.out().println("error: " + unreadable.getMessage());
      return 1;
    }
    diagnostics.forEach(diagnostic -> surroundings.out().println(diagnostic.render()));
    return diagnostics.stream().filter(d -> d.severity() == Diagnostic.Severity.ERROR).count();
  }
}
