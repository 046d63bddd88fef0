package gradtwin.bench;

import gradtwin.bench.BenchResult.GrowthPoint;
import gradtwin.bench.BenchResult.KernelResult;
import gradtwin.bench.BenchResult.Missing;
import gradtwin.bench.BenchResult.Ratio;
import gradtwin.bench.BenchResult.Row;
import gradtwin.bench.BenchResult.SameSteps;
import gradtwin.bench.BenchResult.Settings;
import gradtwin.bench.Interleaving.Series;
import gradtwin.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The whole benchmark: every workload, the growth of the cost, the kernels. */
public final class Benchmark {
  /** Enough for a change of the first losses to be no accident, few enough for slow networks. */
  private static final int SINGLE_STEPS = 20;

  private static final int WARM_UP_ROUNDS = 6;
  private static final int GROWTH_WARM_UP_ROUNDS = 3;
  private static final int GROWTH_ROUNDS = 3;

  /** The rounds of a growth are so much shorter. */
  private static final int GROWTH_PART = 3;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Kernels.Duration KERNEL_DURATION = new Kernels.Duration(4, 5, 300);

  // About how many seconds each takes besides its rounds, so that the progress runs evenly.
  private static final double WORKLOAD_SECONDS = 12;
  private static final double GROWTH_POINT_SECONDS = 2;
  private static final double KERNEL_SECONDS = 4;

  /** Who is held against whom. */
  private static final List<List<Subject>> PAIRS =
      List.of(
          List.of(Subject.DL4J, Subject.STOCK),
          List.of(Subject.DL4J, Subject.PYTORCH32),
          List.of(Subject.TWIN, Subject.STOCK),
          List.of(Subject.TWIN, Subject.PYTORCH32),
          List.of(Subject.TWIN, Subject.PYTORCH64));

  /** Who starts from the same parameters. */
  private static final List<Subject> SAME_STEPS = List.of(Subject.DL4J, Subject.STOCK);

  private final Settings settings;
  private final Subjects subjects;
  private final BooleanSupplier interrupted;
  private final Observer observer;
  private final List<Row> rows = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();
  private final List<SameSteps> sameSteps = new ArrayList<>();
  private final List<GrowthPoint> growth = new ArrayList<>();
  private final List<KernelResult> kernels = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();
  private double secondsDone;

  /** Hears how it goes. */
  public interface Observer {
    /**
     * Something is being measured.
     *
     * @param done of the whole, from 0 to 1
     */
    void measuring(String what, double done);

    /** A workload was measured. */
    void measured(List<Row> rows);

    /** A kernel was measured. */
    void measured(KernelResult kernel);

    /** Something could not be measured. */
    void missing(Missing missing);
  }

  /** Starts the processes of subjects. */
  interface Subjects {
    /**
     * A fresh process.
     *
     * @throws SubjectFailure if the subject does not start on this machine
     */
    SubjectProcess start(Subject subject) throws SubjectFailure, IOException, InterruptedException;
  }

  Benchmark(Settings settings, Subjects subjects, BooleanSupplier interrupted, Observer observer) {
    this.settings = settings;
    this.subjects = subjects;
    this.interrupted = interrupted;
    this.observer = observer;
  }

  /**
   * Runs it. The processes that it starts have ended when it returns.
   *
   * @param home the program's folder
   * @param environment the environment variables
   * @param python programs of which the first that imports torch is PyTorch's; none to try the
   *     common ones
   * @param interrupted asked again and again: whether the user wants it to end
   * @throws IOException if the examples cannot be written to the temporary folder
   * @throws DataException if MNIST is not where {@code MNIST_DIR} says
   */
  public static BenchResult run(
      Settings settings,
      Path home,
      Map<String, String> environment,
      List<String> python,
      BooleanSupplier interrupted,
      Observer observer)
      throws IOException, DataException {
    Path folder = Files.createTempDirectory("gradtwin-bench");
    try {
      String images = BenchmarkData.of(home, environment).write(folder);
      SubjectPrograms programs = new SubjectPrograms(home, folder, environment, python);
      Subjects subjects =
          subject -> new SubjectProcess(programs.of(subject), PATIENCE, interrupted);
      return new Benchmark(settings, subjects, interrupted, observer).run(images);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /**
   * Runs it.
   *
   * @param images what the examples are, in one phrase
   */
  BenchResult run(String images) throws IOException {
    boolean ended = false;
    try {
      measureNetworks();
      if (settings.growth()) {
        measureGrowth();
      }
      if (settings.kernels()) {
        measureKernels();
      }
    } catch (InterruptedException e) {
      ended = true;
    }
    return new BenchResult(
        settings,
        images,
        rows,
        ratios,
        sameSteps,
        growth,
        kernels,
        missing,
        ended || interrupted.getAsBoolean());
  }

  private List<Workload> workloads() {
    return settings.networks().stream().flatMap(network -> network.workloads().stream()).toList();
  }

  private void measureNetworks() throws IOException, InterruptedException {
    Pace pace = new Pace(SINGLE_STEPS, WARM_UP_ROUNDS, settings.rounds(), settings.seconds());
    for (Workload workload : workloads()) {
      String what = workload.network() + " at batch " + workload.batch();
      Part part = begin(what, workloadSeconds());
      BiConsumer<Subject, String> failed = (subject, reason) -> fail(what, subject, reason);
      Map<Subject, SubjectProcess> processes = new EnumMap<>(Subject.class);
      try {
        start(settings.subjects(), failed, processes);
        Interleaving interleaving = new Interleaving(workload, pace, failed);
        add(workload, interleaving.run(processes, round -> part.report(pace.share(round))));
      } finally {
        close(processes);
      }
      part.end();
    }
  }

  private void add(Workload workload, List<Series> measured) {
    Summary summary = new Summary(workload);
    Map<Subject, Series> bySubject = new EnumMap<>(Subject.class);
    measured.forEach(series -> bySubject.put(series.subject(), series));
    List<Row> added = measured.stream().map(summary::row).toList();
    rows.addAll(added);
    observer.measured(added);
    for (List<Subject> pair : PAIRS) {
      if (bySubject.keySet().containsAll(pair)) {
        ratios.add(summary.ratio(bySubject.get(pair.get(0)), bySubject.get(pair.get(1))));
      }
    }
    if (bySubject.keySet().containsAll(SAME_STEPS)) {
      sameSteps.add(
          summary.sameSteps(bySubject.get(SAME_STEPS.get(0)), bySubject.get(SAME_STEPS.get(1))));
    }
  }

  /** All sizes in the same processes: their start takes longer than most sizes. */
  private void measureGrowth() throws IOException, InterruptedException {
    Pace pace = new Pace(1, GROWTH_WARM_UP_ROUNDS, GROWTH_ROUNDS, settings.seconds() / GROWTH_PART);
    Map<Subject, SubjectProcess> processes = new EnumMap<>(Subject.class);
    try {
      start(Growth.subjects(settings.subjects()), this::failGrowing, processes);
      for (Growth.Point point : Growth.points()) {
        String what = "growth, " + point.axis() + " " + point.value();
        Part part = begin(what, growthPointSeconds());
        BiConsumer<Subject, String> failed =
            (subject, reason) -> {
              fail(what, subject, reason);
              processes.remove(subject).close();
            };
        Interleaving interleaving = new Interleaving(point.workload(), pace, failed);
        for (Series series : interleaving.run(processes, round -> part.report(pace.share(round)))) {
          growth.add(
              new GrowthPoint(
                  point.axis(),
                  point.value(),
                  series.subject(),
                  Spread.of(series.microsecondsPerStep())));
        }
        part.end();
      }
    } finally {
      close(processes);
    }
  }

  private void failGrowing(Subject subject, String reason) {
    fail("growth", subject, reason);
  }

  private void measureKernels() throws InterruptedException {
    for (Kernels.Kernel kernel : Kernels.all()) {
      String what = kernel.name() + ", " + kernel.shape();
      Part part = begin(what, KERNEL_SECONDS);
      try {
        KernelResult result = Kernels.measure(kernel, KERNEL_DURATION);
        kernels.add(result);
        observer.measured(result);
      } catch (SubjectFailure failure) {
        fail(new Missing(what, Optional.empty(), failure.getMessage()));
      }
      part.end();
    }
  }

  /** Starts subjects, all at once: they are asked one by one later. */
  private void start(
      List<Subject> wanted,
      BiConsumer<Subject, String> failed,
      Map<Subject, SubjectProcess> processes)
      throws IOException, InterruptedException {
    for (Subject subject : wanted) {
      try {
        processes.put(subject, subjects.start(subject));
      } catch (SubjectFailure failure) {
        failed.accept(subject, failure.getMessage());
      }
    }
  }

  private static void close(Map<Subject, SubjectProcess> processes) {
    processes.values().forEach(SubjectProcess::close);
  }

  private void fail(String what, Subject subject, String reason) {
    fail(new Missing(what, Optional.of(subject), reason));
  }

  private void fail(Missing what) {
    if (!interrupted.getAsBoolean()) { // Ctrl-C ends the subjects too, and that is no failure
      missing.add(what);
      observer.missing(what);
    }
  }

  private double workloadSeconds() {
    int rounds = WARM_UP_ROUNDS + settings.rounds();
    return WORKLOAD_SECONDS + settings.subjects().size() * rounds * settings.seconds();
  }

  private double growthPointSeconds() {
    int rounds = GROWTH_WARM_UP_ROUNDS + GROWTH_ROUNDS;
    int count = Growth.subjects(settings.subjects()).size();
    return GROWTH_POINT_SECONDS + count * rounds * settings.seconds() / GROWTH_PART;
  }

  /** About how long all of it takes. */
  private double allSeconds() {
    double seconds = workloads().size() * workloadSeconds();
    seconds += settings.growth() ? Growth.points().size() * growthPointSeconds() : 0;
    return seconds + (settings.kernels() ? Kernels.all().size() * KERNEL_SECONDS : 0);
  }

  /** Begins a part of the whole, unless the user wants no more. */
  private Part begin(String what, double seconds) throws InterruptedException {
    if (interrupted.getAsBoolean()) {
      throw new InterruptedException("the benchmark is to end");
    }
    Part part = new Part(what, seconds);
    part.report(0);
    return part;
  }

  /** A part of the whole, and about how long it takes. */
  private final class Part {
    private final String what;
    private final double seconds;

    Part(String what, double seconds) {
      this.what = what;
      this.seconds = seconds;
    }

    void report(double share) {
      observer.measuring(what, (secondsDone + share * seconds) / allSeconds());
    }

    void end() {
      secondsDone += seconds;
    }
  }
}
