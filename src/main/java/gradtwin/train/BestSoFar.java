package gradtwin.train;

import gradtwin.spec.Metric;

/** Remembers which epoch was best. */
final class BestSoFar {
  private final Metric metric;
  private final double minimumImprovement;
  private int epoch;
  private double value = Double.NaN;

  /**
   * @param minimumImprovement by how much a value has to be better than the best to count as better
   */
  BestSoFar(Metric metric, double minimumImprovement) {
    this.metric = metric;
    this.minimumImprovement = minimumImprovement;
  }

  /** Whether the epoch is the best so far; the first is, and of equals the earlier. */
  boolean offer(int number, double measured) {
    double improvement = metric.higherIsBetter() ? measured - value : value - measured;
    if (epoch != 0 && !(improvement > minimumImprovement)) {
      return false;
    }
    epoch = number;
    value = measured;
    return true;
  }

  Metric metric() {
    return metric;
  }

  /** The best epoch, counted from 1; 0 before the first. */
  int epoch() {
    return epoch;
  }

  double value() {
    return value;
  }
}
