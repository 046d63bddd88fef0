package gradtwin.cli;

import gradtwin.compare.Trace;
import gradtwin.compare.Tracer;
import gradtwin.data.Dataset;
import gradtwin.report.Figures;
import gradtwin.report.Provenance;
import gradtwin.report.TraceDocument;
import gradtwin.report.TracePage;
import gradtwin.report.TraceText;
import gradtwin.spec.Experiment;
import gradtwin.train.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows one training step in slow motion. */
@Command(
    name = "trace",
    description = {
      "Show one training step in slow motion, on Deeplearning4j and on the twin: forward by layer,"
          + " the loss, backward by layer with the chain rule in numbers, and the update."
    },
    footer = {
      "",
      "Examples:",
      "  gradtwin trace configs/xor-mlp.yaml",
      "  gradtwin trace configs/mnist-mlp.yaml --html step.html",
      "  gradtwin trace configs/mnist-mlp.yaml --example 7 --examples 2"
    })
final class TraceCommand implements Callable<Integer> {
  private static final int SHOWN = 4;

  private final Surroundings surroundings;
  private final Installation installation;

  @Spec CommandSpec spec;
  @Mixin GeneralOptions general;
  @Mixin ConfigurationOptions configuration;
  @Mixin JsonOption json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page to step through with the arrow keys, one file that needs no other.")
  Optional<String> html = Optional.empty();

  @Option(
      names = "--example",
      paramLabel = "K",
      description = "The first example of the batch to show, counted from 0. Default: 0.")
  int example;

  @Option(
      names = "--examples",
      paramLabel = "N",
      description = "How many examples to show from there. Default: " + SHOWN + ".")
  int examples = SHOWN;

  TraceCommand(Surroundings surroundings, Installation installation) {
    this.surroundings = surroundings;
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException {
    json.check(surroundings);
    Optional<Path> page = html.map(file -> OutputFile.check(surroundings, "--html", file));
    if (examples < 1) {
      throw Failure.wrongInput("--examples: expected at least 1, got " + examples);
    }
    Configuration read =
        Configuration.read(surroundings, configuration.file, configuration.overrides);
    Experiment experiment = read.experiment(surroundings);
    Dataset data = Loading.load(surroundings, read, experiment);
    int batch = Tracer.batchSize(experiment, data.training());
    if (example < 0 || example >= batch) {
      throw Failure.wrongInput(
          "--example: expected 0 to "
              + (batch - 1)
              + ", as the first batch has "
              + Figures.count(batch, "example")
              + ", got "
              + example);
    }

    Trace trace = Tracer.trace(experiment, data.training(), example, examples);

    Provenance provenance =
        new Provenance(
            installation.version(),
            installation.commit(),
            spec.root().commandLine().getParseResult().originalArgs(),
            data.origin());
    json.print(
        surroundings,
        TraceText.text(trace, data.origin(), surroundings.colour() && !json.toStandardOutput()),
        new TraceDocument(trace, provenance));
    if (page.isPresent()) {
      AtomicFile.write(page.get(), TracePage.html(trace, provenance));
    }
    return ExitCode.DONE.number();
  }
}
