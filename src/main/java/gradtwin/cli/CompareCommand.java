package gradtwin.cli;

import gradtwin.compare.Agreement;
import gradtwin.compare.Comparison;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.compare.Plant;
import gradtwin.data.Dataset;
import gradtwin.report.AgreementDocument;
import gradtwin.report.AgreementJunit;
import gradtwin.report.AgreementPage;
import gradtwin.report.AgreementTable;
import gradtwin.report.ComparisonExport;
import gradtwin.report.Provenance;
import gradtwin.spec.Experiment;
import gradtwin.train.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares DL4J with the twin and says who is right. */
@Command(
    name = "compare",
    description = {
      "Take the same parameters and the same batches through Deeplearning4j, the twin written by"
          + " hand and a numerical witness, and compare losses, activations, deltas, gradients and"
          + " the optimizer's step."
    },
    footer = {
      "",
      "Examples:",
      "  gradtwin compare configs/xor-mlp.yaml",
      "  gradtwin compare configs/mnist-mlp.yaml -o precision=float64 --html report.html",
      "  gradtwin compare configs/xor-perceptron.yaml --plant article-gradient",
      "",
      "Exit code: 0 if the two agree, 1 if not."
    })
final class CompareCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Installation installation;

  @Spec CommandSpec spec;
  @Mixin GeneralOptions general;
  @Mixin ConfigurationOptions configuration;
  @Mixin JsonOption json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report with charts, one file that needs no other.")
  Optional<String> html = Optional.empty();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write test results for continuous integration: one case per tensor.")
  Optional<String> junit = Optional.empty();

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description = {
        "Write parameters, input, labels and both gradients of the first batch as NumPy files, with"
            + " a manifest."
      })
  Optional<String> export = Optional.empty();

  @Option(
      names = "--batches",
      paramLabel = "N",
      description = "How many batches to compare: short for -o comparison.batches=N.")
  Optional<String> batches = Optional.empty();

  @Option(
      names = "--plant",
      paramLabel = "NAME",
      description = "Plant a bug in the twin first, to see that it is found.")
  Optional<String> plant = Optional.empty();

  /** Asked for help of its own kind, this command needs no configuration. */
  @SuppressWarnings("deprecation") // picocli offers nothing else that leaves parameters unchecked
  @Option(
      names = "--list-plants",
      help = true,
      description = "List the bugs that can be planted, and end.")
  boolean listPlants;

  CompareCommand(Surroundings surroundings, Installation installation) {
    this.surroundings = surroundings;
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException {
    if (listPlants) {
      surroundings.out().print(plants());
      return ExitCode.DONE.number();
    }
    Optional<Plant> bug = plant.map(CompareCommand::plant);
    json.check(surroundings);
    Optional<Path> page = html.map(file -> OutputFile.check(surroundings, "--html", file));
    Optional<Path> results = junit.map(file -> OutputFile.check(surroundings, "--junit", file));
    Optional<Path> arrays =
        export.map(folder -> OutputFile.checkFolder(surroundings, "--export", folder));
    Configuration read = Configuration.read(surroundings, configuration.file, overrides());
    Experiment experiment = read.experiment(surroundings);
    bug.ifPresent(planted -> check(planted, experiment));
    Dataset data = Loading.load(surroundings, read, experiment);

    Outcome outcome = Comparison.run(experiment, data.training(), bug, read.layerPlaces());

    Agreement agreement = outcome.agreement();
    Provenance provenance = provenance(data);
    json.print(
        surroundings,
        AgreementTable.text(
            agreement, provenance, surroundings.colour() && !json.toStandardOutput()),
        new AgreementDocument(agreement, provenance));
    if (page.isPresent()) {
      AtomicFile.write(page.get(), AgreementPage.html(outcome, provenance));
    }
    if (results.isPresent()) {
      AtomicFile.write(results.get(), AgreementJunit.xml(agreement, provenance));
    }
    if (arrays.isPresent()) {
      ComparisonExport.write(outcome, read.resolved(), provenance, arrays.get());
    }
    return (agreement.verdict().isAgreement() ? ExitCode.DONE : ExitCode.NO).number();
  }

  /** One bug a line, its name first. */
  private static String plants() {
    int width = Plant.CATALOGUE.stream().mapToInt(p -> p.name().length()).max().orElse(0);
    StringBuilder lines = new StringBuilder();
    for (Plant plant : Plant.CATALOGUE) {
      lines.append(plant.name()).append(" ".repeat(width - plant.name().length()));
      lines.append("  ").append(plant.summary()).append('\n');
    }
    return lines.toString();
  }

  private static Plant plant(String name) {
    List<String> names = Plant.CATALOGUE.stream().map(Plant::name).toList();
    return Plant.named(name)
        .orElseThrow(
            () ->
                Failure.wrongInput(
                    "--plant: expected one of "
                        + String.join(", ", names)
                        + ", got '"
                        + name
                        + "'"
                        + Suggestion.of(name, names)));
  }

  private static void check(Plant plant, Experiment experiment) {
    if (!plant.showsIn(experiment)) {
      throw Failure.wrongInput(
          "--plant: the bug '"
              + plant.name()
              + "' would not show in this network: it needs "
              + plant.needs());
    }
  }

  private List<String> overrides() {
    List<String> overrides = new ArrayList<>(configuration.overrides);
    batches.ifPresent(count -> overrides.add("comparison.batches=" + count));
    return overrides;
  }

  private Provenance provenance(Dataset data) {
    return new Provenance(
        installation.version(),
        installation.commit(),
        spec.root().commandLine().getParseResult().originalArgs(),
        data.origin());
  }
}
