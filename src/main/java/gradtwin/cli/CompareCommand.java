package gradtwin.cli;

import gradtwin.compare.Agreement;
import gradtwin.compare.AgreementDiff;
import gradtwin.compare.Comparison;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.compare.Tampering;
import gradtwin.compare.plant.Plant;
import gradtwin.compare.plant.Proof;
import gradtwin.data.Dataset;
import gradtwin.report.AgreementDiffText;
import gradtwin.report.AgreementDocument;
import gradtwin.report.AgreementJunit;
import gradtwin.report.AgreementPage;
import gradtwin.report.AgreementTable;
import gradtwin.report.ComparisonExport;
import gradtwin.report.ElementsCsv;
import gradtwin.report.PlantTable;
import gradtwin.report.ProofDocument;
import gradtwin.report.ProofTable;
import gradtwin.report.Provenance;
import gradtwin.spec.Experiment;
import gradtwin.train.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "  gradtwin compare configs/xor-mlp.yaml --steps 300",
      "  gradtwin compare configs/xor-mlp.yaml --plant delta-left-out --side dl4j",
      "  gradtwin compare configs/xor-mlp.yaml --prove",
      "  gradtwin compare before.json after.json",
      "",
      "Exit code: 0 if the two agree, 1 if not; of --prove: 0 if every planted bug was caught and"
          + " 95 % were rightly named, 1 if not; of two reports: 0 if nothing got worse, 1 if"
          + " anything did."
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
      names = "--steps",
      paramLabel = "N",
      description = {
        "Train both sides for N steps too: is each step of DL4J the twin's, and does DL4J stay as"
            + " near to the twin as twins do that started one unit in the last place away?"
      })
  int steps;

  @Option(
      names = "--plant",
      paramLabel = "NAME[@LAYER]",
      description = {
        "Plant a bug first, to see that it is found: where it shows best, or in a layer counted"
            + " from 0."
      })
  Optional<String> plant = Optional.empty();

  @Option(
      names = "--side",
      paramLabel = "twin|dl4j|both",
      description = "Where --plant plants: twin (the default), dl4j, or both alike.")
  Optional<String> side = Optional.empty();

  @Option(
      names = "--prove",
      description = {
        "Plant every bug that fits, one after the other on each side, and print which were caught"
            + " and rightly named."
      })
  boolean prove;

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
      surroundings.out().print(PlantTable.text(Plant.CATALOGUE));
      return ExitCode.DONE.number();
    }
    json.check(surroundings);
    if (laterReport.isPresent()) {
      checkForReports();
      return reports(configuration.file, laterReport.get());
    }
    if (configuration.file.endsWith(".json")) {
      throw Failure.wrongInput(
          configuration.file
              + ": expected a configuration in YAML, or a second report to compare this one with");
    }
    if (steps < 0) {
      throw Failure.wrongInput("--steps: expected a number of steps, at least 0, got " + steps);
    }
    Optional<PlantOption> bug = PlantOption.read(plant, side);
    checkTogether();
    checkCsvLimit();
    Optional<Path> page = html.map(file -> OutputFile.check(surroundings, "--html", file));
    Optional<Path> results = junit.map(file -> OutputFile.check(surroundings, "--junit", file));
    Optional<Path> elements = csv.map(file -> OutputFile.check(surroundings, "--csv", file));
    Optional<Path> arrays =
        export.map(folder -> OutputFile.checkFolder(surroundings, "--export", folder));
    Configuration read = Configuration.read(surroundings, configuration.file, overrides());
    Experiment experiment = read.experiment(surroundings);
    Optional<Tampering> mutant = bug.map(option -> option.in(experiment));
    Dataset data = Loading.load(surroundings, read, experiment);
    if (prove) {
      return prove(experiment, data);
    }

    Outcome outcome =
        Comparison.run(experiment, data.training(), mutant, steps, read.layerPlaces());

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

  /** Refuses what would be passed over. */
  private void checkForReports() {
    List<String> others =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !OPTIONS_OF_REPORTS.contains(name))
            .toList();
    if (!others.isEmpty()) {
      throw Failure.wrongInput(
          String.join(", ", others) + ": of no use for two reports, which are compared already");
    }
  }

  /** What changed from one report to another. */
  private int reports(String before, String after) throws IOException {
    AgreementDiff diff =
        AgreementDiff.of(
            ReportFile.read(surroundings, before), ReportFile.read(surroundings, after));
    json.print(surroundings, AgreementDiffText.text(diff), diff);
    return (diff.worse() ? ExitCode.NO : ExitCode.DONE).number();
  }

  private int prove(Experiment experiment, Dataset data) throws IOException {
    Proof proof = Proof.of(experiment, data.training());
    Provenance provenance = provenance(data);
    json.print(
        surroundings, ProofTable.text(proof, provenance), new ProofDocument(proof, provenance));
    return (proof.holds() ? ExitCode.DONE : ExitCode.NO).number();
  }

  /** Refuses options of which one would be passed over. */
  private void checkTogether() {
    if (!prove) {
      return;
    }
    Map<String, Optional<String>> others = new LinkedHashMap<>();
    others.put("--plant", plant);
    others.put("--html", html);
    others.put("--junit", junit);
    others.put("--csv", csv);
    others.put("--export", export);
    others.forEach(
        (name, value) -> {
          if (value.isPresent()) {
            throw Failure.wrongInput(
                "--prove: expected without " + name + ", which is for a single comparison");
          }
        });
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
