package gradtwin.spec;

import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;

/**
 * The examples of an experiment.
 *
 * <pre>{@code
 * data:
 *   source: mnist
 *   batchSize: 32
 *   validationFraction: 0.1
 * }</pre>
 *
 * @param source where they come from
 * @param batchSize examples per training step, at least 1
 * @param validationFraction the share of the training examples that is kept for validation
 */
public record DataSpec(Source source, int batchSize, double validationFraction) {
  /** Reads everything but the source, which decides what keys there are and is read first. */
  static DataSpec read(Source source, Fields fields) {
    return new DataSpec(
        source,
        fields.wholeNumber(
            "batchSize", "examples per training step", Range.between(1, 1_000_000), 32),
        fields.number(
            "validationFraction",
            "share of the training examples kept for validation",
            Range.FRACTION,
            0));
  }
}
