package gradtwin.train;

import gradtwin.spec.Metric;
import java.util.List;
import java.util.Optional;

/**
 * A training that has ended.
 *
 * @param epochs the finished ones
 * @param steps training steps, those of an unfinished epoch included
 * @param stop why it ended
 * @param bestEpoch the epoch whose parameters were kept; 0 if none was finished
 * @param watched the metric that decided which epoch is best
 * @param scores what the kept parameters give on each part; empty if the training was interrupted
 *     or diverged
 * @param seconds from the first step to the last measurement
 */
public record Training(
    List<Epoch> epochs,
    long steps,
    Stop stop,
    int bestEpoch,
    Metric watched,
    Optional<Scores> scores,
    double seconds) {
  public Training {
    epochs = List.copyOf(epochs);
  }

  /** The mean time of an epoch's training steps, without measuring; NaN if there was no epoch. */
  public double secondsPerEpoch() {
    return epochs.stream().mapToDouble(Epoch::seconds).average().orElse(Double.NaN);
  }

  /**
   * What the kept parameters give.
   *
   * @param validation empty if no examples were kept for it
   */
  public record Scores(Metrics training, Optional<Metrics> validation, Metrics test) {
    /** One part; empty if there are no such examples. */
    public Optional<Metrics> of(Part part) {
      return switch (part) {
        case TRAINING -> Optional.of(training);
        case VALIDATION -> validation;
        case TEST -> Optional.of(test);
      };
    }
  }
}
