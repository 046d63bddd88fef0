package gradtwin.cli;

import gradtwin.compare.Agreement;
import gradtwin.report.AgreementDocument;
import gradtwin.report.ConfigurationSchema;
import gradtwin.report.ReportSchema;
import gradtwin.spec.Experiment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The JSON Schema of configurations, or of the reports of a comparison. */
@Command(
    name = "schema",
    description = {
      "Print the JSON Schema of configurations, with which an editor completes keys and words, shows"
          + " what they mean and marks what is wrong; or that of the reports that compare --json"
          + " writes."
    },
    footer = {
      "",
      "Editors with the YAML language server take it from the first line of a file:",
      "  # yaml-language-server: $schema=gradtwin.schema.json",
      "",
      "Examples:",
      "  gradtwin schema",
      "  gradtwin schema --output gradtwin.schema.json",
      "  gradtwin schema --report"
    })
final class SchemaCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;

  @Option(
      names = "--report",
      description = "The schema of what compare --json writes, instead of that of configurations.")
  boolean report;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write it to this file instead of printing it.")
  String output;

  SchemaCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    String schema =
        report
            ? ReportSchema.of(
                "Gradtwin comparison, schema " + Agreement.SCHEMA, AgreementDocument.class)
            : ConfigurationSchema.of("Gradtwin configuration", Experiment.questions());
    if (output == null) {
      surroundings.out().print(schema);
    } else {
      Path file = OutputFile.check(surroundings, "--output", output);
      Files.writeString(file, schema, StandardCharsets.UTF_8);
      surroundings.err().println("wrote " + surroundings.shown(file));
    }
    return ExitCode.DONE.number();
  }
}
