package gradtwin.cli;

import gradtwin.compare.fuzz.Fuzz;
import gradtwin.compare.fuzz.FuzzResult;
import gradtwin.report.FuzzReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares random networks until one fails, and goes on. */
@Command(
    name = "fuzz",
    description = {
      "Compare random networks over the whole vocabulary, and write each that fails as a file that"
          + " shows it, as small as the failure lets it be. What DL4J is known to do wrong is counted"
          + " apart."
    },
    footer = {
      "",
      "Examples:",
      "  gradtwin fuzz --minutes 10",
      "  gradtwin fuzz --networks 1000 --seed 7 --json fuzz.json",
      "  gradtwin fuzz --seed 7 --from 153 --networks 1",
      "",
      "The same seed makes the same networks. Ctrl-C ends it; what was found stays.",
      "",
      "Exit code: 0 if nothing new was found, 1 if something was."
    })
final class FuzzCommand implements Callable<Integer> {
  private static final double MINUTES = 1;
  private static final int SECONDS = 60;
  private static final long SEEDS = 1_000_000;

  private final Surroundings surroundings;

  @Mixin GeneralOptions general;
  @Mixin JsonOption json;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "How long; 1 if --networks does not say how many.")
  Optional<Double> minutes = Optional.empty();

  @Option(names = "--networks", paramLabel = "N", description = "How many networks at most.")
  Optional<Long> networks = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "What the networks are made from; random if it is left out.")
  Optional<Long> seed = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "N",
      description = "The number of the first network; default: ${DEFAULT-VALUE}.")
  long from;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of what is found; default: ${DEFAULT-VALUE}.")
  String out = "fuzz";

  FuzzCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    json.check(surroundings);
    Path folder = OutputFile.checkFolder(surroundings, "--out", out);
    Fuzz.Settings settings = settings(folder);
    try (Interruption interruption = new Interruption()) {
      FuzzResult result = run(settings, interruption);
      FuzzReport report = new FuzzReport(result);
      json.print(surroundings, report.text(), report.json());
      return exitCode(result).number();
    }
  }

  private FuzzResult run(Fuzz.Settings settings, Interruption interruption) throws IOException {
    try (FuzzProgress progress = new FuzzProgress(surroundings, settings)) {
      return Fuzz.run(settings, interruption::requested, progress);
    }
  }

  private Fuzz.Settings settings(Path folder) {
    check("--minutes", minutes.orElse(MINUTES) > 0, "a number above 0", minutes);
    check("--networks", networks.orElse(1L) > 0, "a whole number above 0", networks);
    check("--from", from >= 0, "a whole number of at least 0", Optional.of(from));
    double ofTime = networks.isPresent() ? Double.POSITIVE_INFINITY : MINUTES;
    return new Fuzz.Settings(
        seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(SEEDS)),
        from,
        networks.orElse(Long.MAX_VALUE),
        SECONDS * minutes.orElse(ofTime),
        folder);
  }

  private static void check(String option, boolean right, String expected, Optional<?> got) {
    if (!right) {
      throw Failure.wrongInput(option + ": expected " + expected + ", got " + got.orElseThrow());
    }
  }

  private static ExitCode exitCode(FuzzResult result) {
    if (result.interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    return result.isClean() ? ExitCode.DONE : ExitCode.NO;
  }
}
