package gradtwin.cli;

import gradtwin.compare.Agreement;
import gradtwin.compare.AgreementDiff;
import gradtwin.compare.Comparison;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.compare.Plant;
import gradtwin.data.Dataset;
import gradtwin.report.AgreementDiffText;
import gradtwin.report.AgreementDocument;
import gradtwin.report.AgreementJunit;
import gradtwin.report.AgreementPage;
import gradtwin.report.AgreementTable;
import gradtwin.report.ComparisonExport;
import gradtwin.report.ElementsCsv;
import gradtwin.report.Provenance;
import gradtwin.spec.Experiment;
import gradtwin.train.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares DL4J with the twin and says who is right. */
@Command(
    name = "compare",
    description = {
      "Take the same parameters and the same batches through Deeplearning4j, the twin written by"
          + " hand and a numerical witness, and compare losses, activations, deltas, gradients and"
          + " the optimizer's step.",
      "",
      "Given two reports that --json wrote instead of a CONFIG, say what changed from the first to"
          + " the second."
    },
    footer = {
      "",
      "Examples:",
      "  gradtwin compare configs/xor-mlp.yaml",
      "  gradtwin compare configs/mnist-mlp.yaml -o precision=float64 --html report.html",
      "  gradtwin compare configs/xor-perceptron.yaml --plant article-gradient",
      "  gradtwin compare configs/xor-mlp.yaml --csv elements.csv --csv-limit 20",
      "  gradtwin compare before.json after.json",
      "",
      "Exit code: 0 if the two agree, 1 if not; of two reports, 1 if anything got worse."
    })
final class CompareCommand implements Callable<Integer> {
  /** What a comparison of two reports takes besides their names. */
  private static final Set<String> OPTIONS_OF_REPORTS = Set.of("--json", GeneralOptions.VERBOSE);

  private final Surroundings surroundings;
  private final Installation installation;

  @Spec CommandSpec spec;
  @Mixin GeneralOptions general;
  @Mixin ConfigurationOptions configuration;
  @Mixin JsonOption json;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REPORT",
      description = "A second report; the first stands in place of CONFIG.")
  Optional<String> laterReport = Optional.empty();

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
      names = "--csv",
      paramLabel = "FILE",
      description = {
        "Write every element of every gradient as CSV: both values, the predicted rounding, and how"
            + " far they are apart in it and in units of the last place."
      })
  Optional<String> csv = Optional.empty();

  @Option(
      names = "--csv-limit",
      paramLabel = "N",
      description = "Of each gradient and batch, only the N elements that are farthest apart.")
  Optional<Integer> csvLimit = Optional.empty();

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
    json.check(surroundings);
    if (laterReport.isPresent()) {
      return reports(configuration.file, laterReport.get());
    }
    if (configuration.file.endsWith(".json")) {
      throw Failure.wrongInput(
          configuration.file
              + ": expected a configuration in YAML, or a second report to compare this one with");
    }
    Optional<Plant> bug = plant.map(CompareCommand::plant);
    checkCsvLimit();
    Optional<Path> page = html.map(file -> OutputFile.check(surroundings, "--html", file));
    Optional<Path> results = junit.map(file -> OutputFile.check(surroundings, "--junit", file));
    Optional<Path> elements = csv.map(file -> OutputFile.check(surroundings, "--csv", file));
    Optional<Path> arrays =
        export.map(folder -> OutputFile.checkFolder(surroundings, "--export", folder));
    Configuration read = Configuration.read(surroundings, configuration.file, overrides());
    Experiment experiment = read.experiment(surroundings);
    bug.ifPresent(planted -> check(planted, experiment));
    Dataset data = Loading.load(surroundings, read, experiment);

    Outcome outcome = Comparison.run(experiment, data.training(), bug);

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
    if (elements.isPresent()) {
      OptionalInt limit = csvLimit.map(OptionalInt::of).orElse(OptionalInt.empty());
      AtomicFile.write(elements.get(), file -> ElementsCsv.write(outcome.elements(), limit, file));
    }
    if (arrays.isPresent()) {
      ComparisonExport.write(outcome, read.resolved(), provenance, arrays.get());
    }
    return (agreement.verdict().isAgreement() ? ExitCode.DONE : ExitCode.NO).number();
  }

  private void checkCsvLimit() {
    if (csvLimit.isPresent() && csv.isEmpty()) {
      throw Failure.wrongInput("--csv-limit: there is no CSV to limit; name its file with --csv");
    }
    csvLimit
        .filter(limit -> limit < 1)
        .ifPresent(
            limit -> {
              throw Failure.wrongInput(
                  "--csv-limit: expected a number of elements, at least 1, got " + limit);
            });
  }

  /** What changed from one report to another. */
  private int reports(String before, String after) throws IOException {
    List<String> others =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !OPTIONS_OF_REPORTS.contains(name))
            .toList();
    if (!others.isEmpty()) {
      throw Failure.wrongInput(
          String.join(", ", others) + ": of no use for two reports, which are compared already");
    }
    AgreementDiff diff = AgreementDiff.of(report(before), report(after));
    json.print(surroundings, AgreementDiffText.text(diff), diff);
    return (diff.worse() ? ExitCode.NO : ExitCode.DONE).number();
  }

  private Agreement report(String name) {
    String text;
    try {
      text = Files.readString(surroundings.resolve(name));
    } catch (NoSuchFileException e) {
      throw Failure.wrongInput(name + ": no such file");
    } catch (IOException e) {
      throw Failure.wrongInput(name + ": cannot be read as text: " + e.getMessage());
    }
    try {
      return AgreementDocument.read(text).agreement();
    } catch (IOException e) {
      throw Failure.wrongInput(name + ": " + e.getMessage());
    }
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
