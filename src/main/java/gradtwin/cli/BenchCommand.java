package gradtwin.cli;

import gradtwin.bench.BenchResult;
import gradtwin.bench.BenchResult.Missing;
import gradtwin.bench.BenchResult.Settings;
import gradtwin.bench.Benchmark;
import gradtwin.bench.BenchmarkNetwork;
import gradtwin.bench.Subject;
import gradtwin.data.DataException;
import gradtwin.report.BenchMarkdown;
import gradtwin.report.BenchPage;
import gradtwin.report.BenchReport;
import gradtwin.report.Provenance;
import gradtwin.train.AtomicFile;
import gradtwin.train.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures this program, stock DL4J and PyTorch side by side. */
@Command(
    name = "bench",
    description = {
      "Measure the training steps of this program's engines, of stock Deeplearning4j and of PyTorch"
          + " side by side, and the kernels of the twin.",
      "",
      "Each subject is a process of its own, asked in turn, round after round, so that all see the"
          + " same load of the machine; ratios are those of each round. Networks: xor-mlp, mnist-mlp"
          + " at batch 32, 128 and 512, lenet, lstm; on MNIST where MNIST_DIR is set, else on drawn"
          + " digits. Takes about five minutes."
    },
    footer = {
      "",
      "Subjects:",
      "  dl4j       this program on Deeplearning4j, as train runs it",
      "  stock      Deeplearning4j as it comes: MultiLayerNetwork.fit, every setting its default",
      "  twin       the network by hand, in float64",
      "  pytorch32  PyTorch in float32 on one thread, where a python3 with torch is found",
      "  pytorch64  the same in float64",
      "",
      "Examples:",
      "  gradtwin bench",
      "  gradtwin bench --network mnist-mlp --subject dl4j --subject stock --no-kernels",
      "  gradtwin bench --growth --html bench.html --markdown bench.md --json bench.json",
      "",
      "Exit code: 0 done, 3 if a subject could not be measured; PyTorch counts if it was asked for."
    })
final class BenchCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  private final Surroundings surroundings;
  private final Installation installation;

  @Spec CommandSpec spec;
  @Mixin GeneralOptions general;
  @Mixin JsonOption json;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = {
        "Only this network: xor-mlp, mnist-mlp, lenet or lstm; or none, for kernels and growth"
            + " alone. May be repeated."
      })
  List<String> networks = List.of();

  @Option(
      names = "--subject",
      paramLabel = "NAME",
      description = "Only this subject, see below. May be repeated.")
  List<String> subjects = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many rounds count; default: ${DEFAULT-VALUE}.")
  int rounds = 9;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each subject works in a round; default: ${DEFAULT-VALUE}.")
  double seconds = 0.3;

  @Option(
      names = "--kernels",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Measure the kernels of the twin with JMH, about a minute; the default.")
  boolean kernels;

  @Option(
      names = "--growth",
      description = {
        "Measure also how the cost grows with batch, width and depth, about two minutes more; it is"
            + " the plot of --html."
      })
  boolean growth;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write tables in Markdown to a file, or to standard output for '-'.")
  Optional<String> markdown = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report with charts, one file that needs no other.")
  Optional<String> html = Optional.empty();

  @Option(
      names = "--python",
      paramLabel = "PATH",
      description = {
        "The Python that has PyTorch; default: python3 or else /usr/bin/python3, whichever imports"
            + " torch."
      })
  Optional<String> python = Optional.empty();

  BenchCommand(Surroundings surroundings, Installation installation) {
    this.surroundings = surroundings;
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException {
    json.check(surroundings);
    Settings settings = settings();
    Optional<Path> tables = markdownFile();
    Optional<Path> page = html.map(file -> OutputFile.check(surroundings, "--html", file));
    try (Interruption interruption = new Interruption()) {
      BenchResult result = run(settings, interruption);
      BenchReport report = new BenchReport(result, provenance(result), Host.current());
      print(report);
      if (tables.isPresent()) {
        AtomicFile.write(tables.get(), BenchMarkdown.text(report));
      }
      if (page.isPresent()) {
        AtomicFile.write(page.get(), BenchPage.html(report));
      }
      return exitCode(result).number();
    }
  }

  private BenchResult run(Settings settings, Interruption interruption) throws IOException {
    try (BenchProgress progress = new BenchProgress(surroundings)) {
      return Benchmark.run(
          settings,
          surroundings.home(),
          surroundings.environment(),
          python.stream().toList(),
          interruption::requested,
          progress);
    } catch (DataException e) {
      throw Failure.wrongEnvironment(e.getMessage(), e.getCause());
    }
  }

  /** The text makes way for whatever else goes to standard output. */
  private void print(BenchReport report) throws IOException {
    if (markdownToStandardOutput()) {
      surroundings.err().print(report.text());
      surroundings.out().print(BenchMarkdown.text(report));
      json.write(surroundings, report.json());
    } else {
      json.print(surroundings, report.text(), report.json());
    }
  }

  private boolean markdownToStandardOutput() {
    return markdown.filter(STANDARD_OUTPUT::equals).isPresent();
  }

  private Optional<Path> markdownFile() {
    if (markdownToStandardOutput() && json.toStandardOutput()) {
      throw Failure.wrongInput(
          "--markdown: expected a file, since --json goes to standard output already");
    }
    return markdown
        .filter(file -> !markdownToStandardOutput())
        .map(file -> OutputFile.check(surroundings, "--markdown", file));
  }

  private Settings settings() {
    if (rounds < 1) {
      throw Failure.wrongInput("--rounds: expected a whole number above 0, got " + rounds);
    }
    if (!(seconds > 0 && seconds <= 60)) {
      throw Failure.wrongInput(
          "--seconds: expected a number above 0 and at most 60, got " + seconds);
    }
    boolean none = networks.equals(List.of("none"));
    return new Settings(
        none ? List.of() : chosen("--network", networks, BenchmarkNetwork.values()),
        chosen("--subject", subjects, Subject.values()),
        rounds,
        seconds,
        growth,
        kernels);
  }

  /** The constants of these names, in their own order; all if there is no name. */
  private static <T extends Enum<T>> List<T> chosen(String option, List<String> names, T[] all) {
    List<String> known = Stream.of(all).map(Object::toString).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw Failure.wrongInput(
            option
                + ": expected "
                + known.stream().limit(known.size() - 1L).collect(Collectors.joining(", "))
                + " or "
                + known.get(known.size() - 1)
                + ", got '"
                + name
                + "'"
                + Suggestion.of(name, known));
      }
    }
    return Arrays.stream(all)
        .filter(constant -> names.isEmpty() || names.contains(constant.toString()))
        .toList();
  }

  private Provenance provenance(BenchResult result) {
    return new Provenance(
        installation.version(),
        installation.commit(),
        spec.root().commandLine().getParseResult().originalArgs(),
        result.images());
  }

  private ExitCode exitCode(BenchResult result) {
    if (result.interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    return result.missing().stream().anyMatch(this::wasAskedFor)
        ? ExitCode.WRONG_ENVIRONMENT
        : ExitCode.DONE;
  }

  /** PyTorch is not part of this program: without it the benchmark is still done. */
  private boolean wasAskedFor(Missing missing) {
    return missing
        .subject()
        .map(subject -> !subject.isPyTorch() || subjects.contains(subject.toString()))
        .orElse(true);
  }
}
