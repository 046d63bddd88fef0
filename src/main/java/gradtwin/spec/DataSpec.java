package gradtwin.spec;

import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;

/**
 * The examples of an experiment.
 *
 * <pre>{@code
 * data:
 *   source: mnist
 *   view: image
 *   batchSize: 32
 *   validationFraction: 0.1
 * }</pre>
 *
 * @param source where they come from
 * @param view how features are laid out
 * @param reproduces whether the target is the features themselves, not the labels
 * @param batchSize examples per training step, at least 1
 * @param validationFraction the share of the training examples that is kept for validation
 */
public record DataSpec(
    Source source, View view, boolean reproduces, int batchSize, double validationFraction) {
  /** What a target may be. */
  enum TargetWord {
    LABEL,
    FEATURES
  }

  /** Examples as their source has them, in rows. */
  public DataSpec(Source source, int batchSize, double validationFraction) {
    this(source, View.FLAT, false, batchSize, validationFraction);
  }

  /**
   * Reads everything but the source, which decides what keys there are and is read first.
   *
   * @param own what the source has; empty if that could not be found out
   */
  static DataSpec read(Source source, Fields fields, Optional<DataDescription> own) {
    boolean sequences = own.filter(description -> description.features().rank() == 2).isPresent();
    Optional<View> view = readView(fields, own, sequences);
    boolean reproduces =
        fields.oneOf("target", "what is predicted", TargetWord.LABEL) == TargetWord.FEATURES;
    if (reproduces && source instanceof Source.Csv csv && csv.weight().isPresent()) {
      fields.error("weight", "expected no weights, since the target is the features");
    }
    return new DataSpec(
        source,
        sequences ? View.OWN : view.orElse(View.FLAT),
        reproduces,
        fields.wholeNumber(
            "batchSize", "examples per training step", Range.between(1, 1_000_000), 32),
        fields.number(
            "validationFraction",
            "share of the training examples kept for validation",
            Range.FRACTION,
            0));
  }

  private static Optional<View> readView(
      Fields fields, Optional<DataDescription> own, boolean sequences) {
    int before = fields.errors();
    Optional<View> view =
        fields.optionalWord(
            "view", "how features are laid out; flat unless they are sequences", View.WORDS);
    boolean known = view.isPresent() && own.isPresent() && fields.errors() == before;
    if (known && sequences) {
      fields.error("view", "expected no view, since the data are sequences already");
    } else if (known) {
      view.get()
          .of(own.get().features())
          .reason()
          .ifPresent(reason -> fields.error("view", reason));
    }
    return view;
  }

  /** What the network sees of what the source has; empty if the view cannot be had. */
  public Optional<DataDescription> seen(DataDescription own) {
    View.Result viewed = view.of(own.features());
    if (viewed.reason().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        reproduces
            ? new DataDescription(
                viewed.shape(),
                Target.FEATURES,
                Task.REGRESSION,
                List.of(),
                own.trainingExamples(),
                own.masked(),
                own.largestFeature())
            : new DataDescription(
                viewed.shape(),
                own.target(),
                own.task(),
                own.classes(),
                own.trainingExamples(),
                own.masked(),
                own.largestFeature()));
  }
}
