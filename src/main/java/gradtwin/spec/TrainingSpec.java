package gradtwin.spec;

import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Optional;

/**
 * How a network is trained.
 *
 * @param epochs the greatest number of passes over the training examples, at least 1
 * @param shuffle whether each epoch has an order of its own
 * @param optimizer of all parameters
 * @param gradientNormalization what is done with the gradients before it
 * @param earlyStopping when to stop before the last epoch
 * @param accelerate whether this program computes the layers for which it has a faster way, and
 *     leaves out what DL4J does twice; or leaves all to DL4J
 * @param threads that DL4J computes on; empty to take as many as are the fastest while they leave
 *     the same bits
 */
public record TrainingSpec(
    int epochs,
    boolean shuffle,
    OptimizerSpec optimizer,
    GradientNormalizationSpec gradientNormalization,
    Optional<EarlyStopping> earlyStopping,
    boolean accelerate,
    Optional<Integer> threads) {
  /**
   * Reads how to train.
   *
   * @param data what is known of it; empty if that could not be found out
   */
  static TrainingSpec read(Fields fields, Optional<DataDescription> data) {
    return new TrainingSpec(
        fields.wholeNumber(
            "epochs", "passes over the training examples", Range.between(1, 1_000_000), 10),
        fields.flag("shuffle", "whether each epoch has an order of its own", true),
        fields.word("optimizer", "turns gradients into steps", OptimizerSpec.WORDS),
        fields.word(
            "gradientNormalization",
            "what is done with each layer's gradients first",
            GradientNormalizationSpec.WORDS,
            "none"),
        fields.optionalSection(
            "earlyStopping",
            "when to stop before the last epoch",
            section -> EarlyStopping.read(section, data)),
        fields.flag(
            "accelerate",
            "whether this program computes convolutions, max pooling and LSTMs in DL4J's place, and"
                + " leaves out what DL4J does twice in a step",
            true),
        fields.optionalWholeNumber(
            "threads",
            "that DL4J computes on: matrix products are rounded differently on another number, all"
                + " else is not; default: products on one, the rest on as many as a short trial"
                + " finds the fastest, which leaves the same bits",
            Range.between(1, 1024)));
  }

  /**
   * Stops when a metric has not improved for some epochs, and keeps the best parameters.
   *
   * @param metric measured on the validation part; on the training part if there is none
   * @param patience epochs without improvement that are waited for, at least 1
   * @param minimumImprovement what counts as one, at least 0
   */
  public record EarlyStopping(Metric metric, int patience, double minimumImprovement) {
    static EarlyStopping read(Fields fields, Optional<DataDescription> data) {
      Metric metric = fields.oneOf("metric", "what is watched", Metric.LOSS);
      if (metric.classesOnly() && data.filter(d -> d.task() == Task.REGRESSION).isPresent()) {
        fields.error(
            "metric",
            metric.word()
                + " needs labels that are classes, but the data's label is a number; use loss,"
                + " meanSquaredError or meanAbsoluteError");
      }
      return new EarlyStopping(
          metric,
          fields.wholeNumber(
              "patience", "epochs without improvement", Range.between(1, 1_000_000), 3),
          fields.number("minimumImprovement", "what counts as one", Range.NOT_NEGATIVE, 0));
    }
  }
}
