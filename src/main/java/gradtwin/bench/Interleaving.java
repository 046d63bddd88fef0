package gradtwin.bench;

import gradtwin.bench.SubjectProcess.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/**
 * Several subjects on one workload, asked in turn, round after round. Whatever else the machine
 * does in a round, all of them see it; each round begins with another subject, so that none always
 * comes after the same.
 */
final class Interleaving {
  private final Workload workload;
  private final Pace pace;
  private final BiConsumer<Subject, String> failed;
  private final List<Contender> contenders = new ArrayList<>();

  /**
   * @param failed hears which subject dropped out and why
   */
  Interleaving(Workload workload, Pace pace, BiConsumer<Subject, String> failed) {
    this.workload = workload;
    this.pace = pace;
    this.failed = failed;
  }

  /**
   * What was measured of a subject.
   *
   * @param firstLosses of the steps that were run one by one
   * @param microsecondsPerStep of each round
   * @param steps in all rounds
   * @param lastLoss the mean over the last round
   */
  record Series(
      Subject subject,
      Map<String, String> runtime,
      List<Double> firstLosses,
      List<Double> microsecondsPerStep,
      long steps,
      double lastLoss) {}

  /** A subject on its way through the rounds. */
  private static final class Contender {
    private final Subject subject;
    private final SubjectProcess process;
    private final List<Double> firstLosses = new ArrayList<>();
    private final List<Double> microseconds = new ArrayList<>();
    private Map<String, String> runtime = Map.of();
    private int stepsInRound = 1;
    private long steps;
    private double lastLoss;

    Contender(Subject subject, SubjectProcess process) {
      this.subject = subject;
      this.process = process;
    }

    void begin(Workload workload, Pace pace) throws SubjectFailure, InterruptedException {
      runtime = process.open(workload);
      for (int i = 0; i < pace.singleSteps(); i++) {
        firstLosses.add(run(1, pace).loss());
      }
    }

    void round(Pace pace, boolean counts) throws SubjectFailure, InterruptedException {
      Run run = run(stepsInRound, pace);
      if (counts) {
        microseconds.add(run.microsecondsPerStep());
        steps += run.steps();
        lastLoss = run.loss();
      }
    }

    private Run run(int count, Pace pace) throws SubjectFailure, InterruptedException {
      Run run = process.run(count);
      stepsInRound = pace.stepsInRound(run.microsecondsPerStep());
      if (!Double.isFinite(run.loss())) {
        throw new SubjectFailure("its loss became " + run.loss());
      }
      return run;
    }

    Series series() {
      return new Series(subject, runtime, firstLosses, microseconds, steps, lastLoss);
    }
  }

  /** What one of the subjects is asked to do. */
  private interface Request {
    void to(Contender contender) throws SubjectFailure, InterruptedException;
  }

  /**
   * Measures.
   *
   * @param subjects by their processes, which stay open
   * @param progress hears of each round that has ended, counted from 1
   * @return of those subjects that came through
   */
  List<Series> run(Map<Subject, SubjectProcess> subjects, IntConsumer progress)
      throws InterruptedException {
    subjects.forEach((subject, process) -> contenders.add(new Contender(subject, process)));
    askAll(contender -> contender.begin(workload, pace));
    for (int round = 0; round < pace.allRounds(); round++) {
      boolean counts = round >= pace.warmUpRounds();
      askAll(contender -> contender.round(pace, counts));
      if (!contenders.isEmpty()) {
        Collections.rotate(contenders, -1);
      }
      progress.accept(round + 1);
    }
    return contenders.stream()
        .map(Contender::series)
        .sorted((a, b) -> a.subject().compareTo(b.subject()))
        .toList();
  }

  private void askAll(Request request) throws InterruptedException {
    for (Contender contender : List.copyOf(contenders)) {
      try {
        request.to(contender);
      } catch (SubjectFailure failure) {
        contenders.remove(contender);
        failed.accept(contender.subject, failure.getMessage());
      }
    }
  }
}
