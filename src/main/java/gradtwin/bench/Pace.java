package gradtwin.bench;

/**
 * How long to measure.
 *
 * @param singleSteps that are run one by one before everything else, to see their losses
 * @param warmUpRounds that do not count: the JVM compiles, and buffers are made
 * @param rounds that count
 * @param seconds that a subject is asked to work in each round
 */
record Pace(int singleSteps, int warmUpRounds, int rounds, double seconds) {
  /** All rounds. */
  int allRounds() {
    return warmUpRounds + rounds;
  }

  /** Which part of all rounds so many are. */
  double share(int done) {
    return (double) done / allRounds();
  }

  /** Steps that take about the time of a round, at least one. */
  int stepsInRound(double microsecondsPerStep) {
    double steps = seconds * 1e6 / microsecondsPerStep;
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.rint(steps)));
  }
}
