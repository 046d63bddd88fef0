package gradtwin.compare.fuzz;

import gradtwin.compare.fuzz.FuzzResult.Counts;
import gradtwin.compare.fuzz.Trial.Kind;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Compares random networks one after the other, and writes down those that fail, shrunk.
 *
 * <p>One thread: ND4J's default type of numbers is one for the whole program, and some of DL4J's
 * layers read it.
 */
public final class Fuzz {
  private static final String CURRENT = "current";

  /** Of failures of one kind, so many are shrunk and written down; the rest are counted. */
  private static final int WRITTEN_OF_A_KIND = 2;

  private static final long SHRINKING_NANOSECONDS = 20_000_000_000L;

  /** Every so many networks the numerical witness looks at some elements of all, agreed or not. */
  private static final int WITNESSED = 10;

  private static final int WITNESS = 2;

  private final Settings settings;
  private final BooleanSupplier stop;
  private final Observer observer;
  private final Bench bench;
  private final Examination examination;
  private final Generator generator;
  private final Coverage coverage;
  private final Map<String, Integer> failures = new TreeMap<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final long started = System.nanoTime();
  private Counts counts = Counts.NONE;

  /**
   * What is tried.
   *
   * @param seed that the networks are made from
   * @param first the number of the first
   * @param networks how many at most
   * @param seconds how long at most
   * @param folder of what is found
   */
  public record Settings(long seed, long first, long networks, double seconds, Path folder) {}

  /** Hears how it goes. */
  public interface Observer {
    /** A network was examined. */
    void examined(Counts counts, double seconds);

    /** A network failed, and is to be shrunk. */
    void failed(long network, Failure failure);

    /** A failure was written down. */
    void found(Finding finding);
  }

  private Fuzz(
      Settings settings,
      BooleanSupplier stop,
      Observer observer,
      Function<Bench, Examination> examination)
      throws IOException {
    this.settings = settings;
    this.stop = stop;
    this.observer = observer;
    this.bench = new Bench(settings.folder().resolve(CURRENT));
    this.examination = examination.apply(bench);
    Grammar grammar = new Grammar();
    this.generator = new Generator(bench, grammar);
    this.coverage = new Coverage(grammar);
  }

  /**
   * Runs until there are enough networks, the time is over, or the user has enough.
   *
   * @param stop whether the user has
   */
  public static FuzzResult run(Settings settings, BooleanSupplier stop, Observer observer)
      throws IOException {
    return run(settings, stop, observer, Examiner::new);
  }

  /**
   * The same with another opinion of what is wrong.
   *
   * @param examination says what comes of a network that lies on a bench
   */
  static FuzzResult run(
      Settings settings,
      BooleanSupplier stop,
      Observer observer,
      Function<Bench, Examination> examination)
      throws IOException {
    return new Fuzz(settings, stop, observer, examination).run();
  }

  private FuzzResult run() throws IOException {
    rescue();
    long number = settings.first();
    while (counts.networks() < settings.networks()
        && seconds() < settings.seconds()
        && !stop.getAsBoolean()) {
      one(number++);
      observer.examined(counts, seconds());
    }
    bench.clear();
    if (findings.isEmpty()) {
      deleteIfEmpty(settings.folder());
    }
    return new FuzzResult(
        settings.seed(),
        settings.first(),
        counts,
        seconds(),
        stop.getAsBoolean(),
        failures,
        refusals,
        List.copyOf(findings),
        coverage.uses(),
        coverage.matrices());
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isEmpty()) {
        Files.delete(folder);
      }
    }
  }

  private double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  private void one(long number) throws IOException {
    Draft draft = generator.draft(settings.seed(), number);
    Trial trial = examination.examine(draft, number % WITNESSED == 0 ? WITNESS : 0);
    counts = counts.with(trial.kind());
    if (trial.kind() == Kind.REFUSED) {
      refusals.merge(trial.reason(), 1, Integer::sum);
      return;
    }
    coverage.add(draft);
    if (trial.failure().isPresent()) {
      Failure failure = trial.failure().get();
      int before = failures.merge(failure.kind(), 1, Integer::sum) - 1;
      if (before < WRITTEN_OF_A_KIND) {
        observer.failed(number, failure);
        write(number, shrunk(draft, failure), failure);
      }
    }
  }

  private Draft shrunk(Draft draft, Failure failure) {
    long end = System.nanoTime() + SHRINKING_NANOSECONDS;
    return new Shrinker(
            candidate -> failure(candidate).filter(failure::isLike).isPresent(),
            () -> stop.getAsBoolean() || System.nanoTime() > end)
        .shrink(draft);
  }

  private Optional<Failure> failure(Draft draft) {
    try {
      return examination.examine(draft).failure();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(long number, Draft draft, Failure original) throws IOException {
    Failure failure = failure(draft).orElse(original);
    String name = name(failure, "-" + number);
    Path file = settings.folder().resolve(name + ".yaml");
    String data = name + ".csv";
    String again =
        failure.verdict().startsWith("relation")
            ? "gradtwin fuzz --seed " + settings.seed() + " --from " + number + " --networks 1"
            : "gradtwin compare " + file.getFileName();
    String head =
        comment("Found by fuzz with seed " + settings.seed() + ", network " + number + ".")
            + comment("Verdict: " + failure.verdict())
            + comment("Origin: " + failure.place())
            + comment(failure.sentence())
            + comment("To see it again: " + again);
    Files.writeString(settings.folder().resolve(data), draft.table().csv());
    Files.writeString(file, head + draft.text(data));
    Finding finding =
        new Finding(number, failure, file.toString(), draft.layers().size(), parameters(draft));
    findings.add(finding);
    observer.found(finding);
  }

  private int parameters(Draft draft) {
    return bench.read(draft).value().map(Experiment::toTwin).stream()
        .flatMap(network -> network.parameters().stream())
        .flatMap(List::stream)
        .filter(Parameter::isLearned)
        .mapToInt(parameter -> parameter.value().size())
        .sum();
  }

  private static String comment(String text) {
    StringBuilder comment = new StringBuilder();
    text.lines().forEach(line -> comment.append("# ").append(line).append('\n'));
    return comment.toString();
  }

  private static String name(Failure failure, String suffix) {
    String layer = failure.layer().isEmpty() ? "" : "-" + failure.layer();
    return failure.verdict().replace(' ', '-') + layer + suffix;
  }

  /** Writes down the network that an earlier run in this folder did not survive. */
  private void rescue() throws IOException {
    Path folder = settings.folder().resolve(CURRENT);
    if (!Bench.isLeftOver(folder)) {
      return;
    }
    Failure failure =
        new Failure(
            "crash",
            "",
            "unknown",
            "An earlier run ended in the middle of this network: the native library may have ended"
                + " the program.");
    int number = 1;
    while (Files.exists(settings.folder().resolve(name(failure, "-" + number) + ".yaml"))) {
      number++;
    }
    String name = name(failure, "-" + number);
    Path file = settings.folder().resolve(name + ".yaml");
    Bench.rescue(
        folder, file, comment(failure.sentence()), settings.folder().resolve(name + ".csv"));
    failures.merge(failure.kind(), 1, Integer::sum);
    Finding finding = new Finding(-1, failure, file.toString(), 0, 0);
    findings.add(finding);
    observer.found(finding);
  }
}
