package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.bench.Interleaving.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterleavingTest {
  private static final Workload XOR = BenchmarkNetwork.XOR_MLP.workloads().get(0);

  private final Map<Subject, SubjectProcess> processes = new EnumMap<>(Subject.class);
  private final List<String> failures = new ArrayList<>();
  private final List<Integer> progress = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    processes.values().forEach(SubjectProcess::close);
  }

  private void script(Subject subject, String... words) throws SubjectFailure {
    processes.put(subject, ScriptedSubject.start(words));
  }

  private List<Series> run(Pace pace) throws InterruptedException {
    return new Interleaving(XOR, pace, (subject, reason) -> failures.add(subject + ": " + reason))
        .run(processes, progress::add);
  }

  /**
   * Two single steps, a round that does not count, three that do: rounds of a millisecond hold 10
   * steps of 100 microseconds, then 5 of 200, then 2 of 500.
   */
  @Test
  void onlyTheLastRoundsCount() throws SubjectFailure, InterruptedException {
    script(Subject.TWIN, "1", "8", "100", "100", "200", "500", "400");
    List<Series> series = run(new Pace(2, 1, 3, 0.001));
    assertEquals(
        List.of(
            new Series(
                Subject.TWIN,
                Map.of("script", "as written"),
                List.of(1.0 / 8, 1.0 / 100),
                List.of(200.0, 500.0, 400.0),
                10 + 5 + 2,
                1.0 / 400)),
        series);
    assertEquals(List.of(1, 2, 3, 4), progress);
    assertEquals(List.of(), failures);
  }

  @Test
  void whoFailsDropsOutAndTheOthersGoOn() throws SubjectFailure, InterruptedException {
    script(Subject.DL4J, "1", "10", "10", "die");
    script(Subject.STOCK, "die");
    script(Subject.TWIN, "1", "20");
    script(Subject.PYTORCH32, "1", "10", "nan");
    List<Series> series = run(new Pace(1, 1, 2, 0.001));
    assertEquals(List.of(Subject.TWIN), series.stream().map(Series::subject).toList());
    assertEquals(List.of(20.0, 20.0), series.get(0).microsecondsPerStep());
    assertEquals(3, failures.size(), failures.toString());
    assertTrue(failures.contains("pytorch32: its loss became NaN"), failures.toString());
    assertTrue(
        failures.contains("dl4j: it ended with exit code 7: Exception: the script says so"),
        failures.toString());
  }

  @Test
  void seriesComeInTheOrderOfTheSubjects() throws SubjectFailure, InterruptedException {
    script(Subject.STOCK, "1", "10");
    script(Subject.DL4J, "1", "20");
    List<Series> series = run(new Pace(1, 0, 3, 0.001));
    assertEquals(
        List.of(Subject.DL4J, Subject.STOCK), series.stream().map(Series::subject).toList());
  }

  /** Who was asked first, second and third in the last round, by the clock that all share. */
  @Test
  void eachRoundBeginsWithAnother() throws SubjectFailure, InterruptedException {
    assertEquals(List.of(Subject.DL4J, Subject.STOCK, Subject.TWIN), orderInRound(1));
    assertEquals(List.of(Subject.STOCK, Subject.TWIN, Subject.DL4J), orderInRound(2));
    assertEquals(List.of(Subject.TWIN, Subject.DL4J, Subject.STOCK), orderInRound(3));
  }

  private List<Subject> orderInRound(int round) throws SubjectFailure, InterruptedException {
    endProcesses();
    for (Subject subject : List.of(Subject.DL4J, Subject.STOCK, Subject.TWIN)) {
      script(subject, "1", "clock");
    }
    return run(new Pace(0, 0, round, 0.001)).stream()
        .sorted(Comparator.comparingDouble(Series::lastLoss))
        .map(Series::subject)
        .toList();
  }
}
