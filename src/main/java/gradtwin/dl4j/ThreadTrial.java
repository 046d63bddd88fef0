package gradtwin.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A few training steps on each number of threads, to find out which is the fastest for one network
 * and one size of batch: small networks get slower with more threads, large ones faster.
 *
 * <p>It decides about speed alone. Only operations are split, not matrix products, and a number of
 * threads whose steps do not end at the same bits as those of one thread is out of the question. So
 * equal experiments give equal bits, however the times fall out. The network is left as it was.
 */
final class ThreadTrial {
  private static final int STEPS = 2;
  private static final int ROUNDS = 6;
  private static final long MOST_NANOSECONDS = 300_000_000;

  /** Of the time on one thread; where it is less to gain, the other processors stay free. */
  private static final double WORTH_IT = 0.9;

  private ThreadTrial() {}

  /**
   * A number of threads that was tried.
   *
   * @param nanoseconds of the fastest step
   */
  private record Candidate(Dl4jThreads threads, double nanoseconds) {
    Candidate with(double other) {
      return new Candidate(threads, Math.min(nanoseconds, other));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%.0f µs per step on %d", nanoseconds / 1000, threads.operations());
    }
  }

  /**
   * What was found.
   *
   * @param why for people: the times
   */
  record Choice(Dl4jThreads threads, String why) {}

  /**
   * Tries a network.
   *
   * @param most the largest number of threads
   * @param step takes one training step on so many threads
   */
  static Choice choose(Dl4jNetwork network, int most, Consumer<Dl4jThreads> step) {
    List<Candidate> candidates = new ArrayList<>();
    for (int threads = 1; threads < most; threads *= 2) {
      candidates.add(new Candidate(new Dl4jThreads(threads, 1), Double.POSITIVE_INFINITY));
    }
    candidates.add(new Candidate(new Dl4jThreads(most, 1), Double.POSITIVE_INFINITY));
    if (candidates.size() == 1) {
      return new Choice(Dl4jThreads.ONE, "there is one processor");
    }
    Dl4jState start = network.state();
    try {
      return choice(measured(network, candidates, step, start));
    } finally {
      start.restore();
    }
  }

  private static List<Candidate> measured(
      Dl4jNetwork network, List<Candidate> all, Consumer<Dl4jThreads> step, Dl4jState start) {
    List<Candidate> candidates = sameBits(network, all, step, start); // which warms up, too
    long began = System.nanoTime();
    for (int round = 0; round < ROUNDS && candidates.size() > 1; round++) {
      candidates.replaceAll(
          candidate -> {
            start.restore();
            long before = System.nanoTime();
            steps(step, candidate);
            return candidate.with((System.nanoTime() - before) / (double) STEPS);
          });
      if (System.nanoTime() - began > MOST_NANOSECONDS) {
        break;
      }
      Collections.reverse(candidates); // the JVM gets faster all the time: nobody is always last
    }
    return candidates;
  }

  /** Those whose steps end where the steps of the first one end. */
  private static List<Candidate> sameBits(
      Dl4jNetwork network, List<Candidate> all, Consumer<Dl4jThreads> step, Dl4jState start) {
    List<Candidate> same = new ArrayList<>();
    Optional<Dl4jState> expected = Optional.empty();
    for (Candidate candidate : all) {
      start.restore();
      steps(step, candidate);
      Dl4jState end = network.state();
      if (expected.isEmpty()) {
        expected = Optional.of(end);
      }
      if (end.sameNumbers(expected.get())) {
        same.add(candidate);
      }
    }
    return same;
  }

  private static void steps(Consumer<Dl4jThreads> step, Candidate candidate) {
    for (int i = 0; i < STEPS; i++) {
      step.accept(candidate.threads());
    }
  }

  private static Choice choice(List<Candidate> candidates) {
    candidates.sort(Comparator.comparingInt(candidate -> candidate.threads().operations()));
    Candidate one = candidates.get(0);
    Candidate fastest =
        Collections.min(candidates, Comparator.comparingDouble(Candidate::nanoseconds));
    boolean worthIt = fastest.nanoseconds() < WORTH_IT * one.nanoseconds();
    return new Choice(
        worthIt ? fastest.threads() : one.threads(),
        candidates.size() == 1
            ? "others leave other bits"
            : candidates.stream().map(Candidate::toString).collect(Collectors.joining(", ")));
  }
}
