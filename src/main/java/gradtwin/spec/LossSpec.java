package gradtwin.spec;

import gradtwin.tensor.Positions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.loss.AbsoluteError;
import gradtwin.twin.loss.BinaryCrossEntropy;
import gradtwin.twin.loss.CosineProximity;
import gradtwin.twin.loss.CrossEntropy;
import gradtwin.twin.loss.FMeasure;
import gradtwin.twin.loss.Hinge;
import gradtwin.twin.loss.KullbackLeiblerDivergence;
import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.MeanAbsoluteError;
import gradtwin.twin.loss.MeanAbsolutePercentageError;
import gradtwin.twin.loss.MeanSquaredError;
import gradtwin.twin.loss.MeanSquaredLogarithmicError;
import gradtwin.twin.loss.MixtureDensity;
import gradtwin.twin.loss.MultiLabel;
import gradtwin.twin.loss.Poisson;
import gradtwin.twin.loss.SquaredError;
import gradtwin.twin.loss.SquaredHinge;
import gradtwin.twin.loss.Wasserstein;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/**
 * A loss as a file names it.
 *
 * <pre>{@code
 * loss: crossEntropy
 * loss: {type: binaryCrossEntropy, clipEpsilon: 1e-5}
 * loss: {type: meanSquaredError, weights: [1, 2]}
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin the loss by hand
 * @param dl4j makes DL4J's
 * @param rules what the loss asks of labels and predictions
 * @param weights how much each output counts
 * @param labelSmoothing the share of each label that is spread over all classes, from 0 to below 1
 */
public record LossSpec(
    String word,
    Loss twin,
    Supplier<ILossFunction> dl4j,
    Rules rules,
    OutputWeights weights,
    double labelSmoothing) {
  /** {@code Nd4j.EPS_THRESHOLD} of 1.0.0-M2.1. */
  private static final double SHORTEST_LENGTH = 1e-5;

  /** What a label has to be. */
  public enum Labels {
    /** A class or a number. */
    ANY,
    /** A class. */
    CLASSES,
    /** A number. */
    NUMBERS
  }

  /**
   * What a loss asks of labels and predictions.
   *
   * @param activation the one output activation it was made for; empty for any
   * @param range where it is defined: outside, it is infinite or NaN
   * @param labels what a label has to be
   * @param negativeLabel the label of a class that an example does not belong to
   * @param clipEpsilon how far DL4J keeps predictions from 0 and 1 inside this loss; 0 if it does
   *     not
   * @param counts how many outputs it can have
   * @param labelWidth how many numbers a label has; 0 for one per output
   */
  public record Rules(
      Optional<String> activation,
      Range range,
      Labels labels,
      double negativeLabel,
      double clipEpsilon,
      Range counts,
      int labelWidth) {
    private static final Range SOME = Range.atLeast(1);
    private static final Rules ANY =
        new Rules(Optional.empty(), Range.ANY, Labels.ANY, 0, 0, SOME, 0);

    /** Whether it needs labels that are classes. */
    public boolean classesOnly() {
      return labels == Labels.CLASSES;
    }

    private static Rules within(Range range) {
      return new Rules(Optional.empty(), range, Labels.ANY, 0, 0, SOME, 0);
    }

    private static Rules of(Labels labels, double negativeLabel, Range counts) {
      return new Rules(Optional.empty(), Range.ANY, labels, negativeLabel, 0, counts, 0);
    }

    /** Of classes whose probabilities an activation predicts. */
    private static Rules likelihood(String activation, Range range, double clipEpsilon) {
      return new Rules(Optional.of(activation), range, Labels.CLASSES, 0, clipEpsilon, SOME, 0);
    }
  }

  /** DL4J clips predictions to [epsilon, 1 - epsilon], and throws where that is one point. */
  private static final Range CLIP = Range.between(0, 0.49);

  private static final String CLIP_HELP =
      "how far DL4J keeps predictions from 0 and 1 in this loss";
  private static final Range PROBABILITY = new Range(0, false, 1, true);

  /**
   * Below it LossKLD takes labels and predictions for it, in its score only; ND4J's {@code
   * EPS_THRESHOLD}.
   */
  private static final double DIVERGENCE_FLOOR = 1e-5;

  /**
   * What DL4J's own validation lets through where probabilities are needed, besides the right one:
   * hardSigmoid has the range, the others are missing in its list of those that do not.
   */
  private static final Set<String> LET_THROUGH =
      Set.of("hardSigmoid", "rectifiedTanh", "gelu", "mish");

  /** A new loss is its twin and one row here. */
  public static final Vocabulary<LossSpec> WORDS =
      Vocabulary.<LossSpec>of("loss")
          .word(
              "meanSquaredError",
              weighted("meanSquaredError", new MeanSquaredError(), LossSpec::mse, Rules.ANY))
          .word(
              "meanAbsoluteError",
              weighted("meanAbsoluteError", new MeanAbsoluteError(), LossSpec::mae, Rules.ANY))
          .word("crossEntropy", LossSpec::crossEntropy)
          .word("binaryCrossEntropy", LossSpec::binaryCrossEntropy)
          .word(
              "hinge",
              plain("hinge", new Hinge(), LossHinge::new, Rules.of(Labels.CLASSES, -1, Rules.SOME)))
          .word(
              "squaredError", weighted("squaredError", new SquaredError(), LossSpec::l2, Rules.ANY))
          .word(
              "absoluteError",
              weighted("absoluteError", new AbsoluteError(), LossSpec::l1, Rules.ANY))
          .word(
              "squaredHinge",
              plain(
                  "squaredHinge",
                  new SquaredHinge(),
                  LossSquaredHinge::new,
                  Rules.of(Labels.CLASSES, -1, Rules.SOME)))
          .word("kullbackLeiblerDivergence", LossSpec::divergence)
          .word(
              "cosineProximity",
              plain("cosineProximity", new CosineProximity(), LossCosineProximity::new, Rules.ANY))
          .word(
              "meanAbsolutePercentageError",
              weighted(
                  "meanAbsolutePercentageError",
                  new MeanAbsolutePercentageError(),
                  LossSpec::mape,
                  Rules.of(Labels.NUMBERS, 0, Rules.SOME)))
          .word(
              "meanSquaredLogarithmicError",
              weighted(
                  "meanSquaredLogarithmicError",
                  new MeanSquaredLogarithmicError(),
                  LossSpec::msle,
                  Rules.within(Range.above(-1))))
          .word(
              "poisson",
              plain("poisson", new Poisson(), LossPoisson::new, Rules.within(Range.POSITIVE)))
          .word(
              "wasserstein",
              plain(
                  "wasserstein",
                  new Wasserstein(),
                  LossWasserstein::new,
                  Rules.of(Labels.ANY, -1, Rules.SOME)))
          .word("fMeasure", LossSpec::fMeasure)
          .word(
              "multiLabel",
              plain(
                  "multiLabel",
                  new MultiLabel(),
                  LossMultiLabel::new,
                  Rules.of(Labels.CLASSES, 0, Range.atLeast(2))))
          .word("mixtureDensity", LossSpec::mixtureDensity);

  private static Function<Fields, LossSpec> plain(
      String word, Loss twin, Supplier<ILossFunction> dl4j, Rules rules) {
    return fields -> new LossSpec(word, twin, dl4j, rules, OutputWeights.NONE, 0);
  }

  private static Function<Fields, LossSpec> weighted(
      String word, Loss twin, Function<OutputWeights, ILossFunction> dl4j, Rules rules) {
    return fields -> {
      OutputWeights weights = OutputWeights.read(fields);
      return new LossSpec(word, weights.toTwin(twin), () -> dl4j.apply(weights), rules, weights, 0);
    };
  }

  private static ILossFunction mse(OutputWeights weights) {
    return new LossMSE(weights.toDl4j());
  }

  private static ILossFunction mae(OutputWeights weights) {
    return new LossMAE(weights.toDl4j());
  }

  private static ILossFunction l2(OutputWeights weights) {
    return new LossL2(weights.toDl4j());
  }

  private static ILossFunction l1(OutputWeights weights) {
    return new LossL1(weights.toDl4j());
  }

  private static ILossFunction mape(OutputWeights weights) {
    return new LossMAPE(weights.toDl4j());
  }

  private static ILossFunction msle(OutputWeights weights) {
    return new LossMSLE(weights.toDl4j());
  }

  /**
   * DL4J's LossNegativeLogLikelihood is the same function, and its LossSparseMCXENT the same of
   * labels in another form, which a file cannot tell: neither has a word of its own.
   */
  private static LossSpec crossEntropy(Fields fields) {
    double clip = fields.number("clipEpsilon", CLIP_HELP, CLIP, 1e-10);
    OutputWeights weights = OutputWeights.read(fields);
    return new LossSpec(
        "crossEntropy",
        weights.toTwin(new CrossEntropy()),
        () -> new LossMCXENT(clip, weights.toDl4j()),
        Rules.likelihood("softmax", PROBABILITY, clip),
        weights,
        labelSmoothing(fields));
  }

  private static LossSpec binaryCrossEntropy(Fields fields) {
    double clip = fields.number("clipEpsilon", CLIP_HELP, CLIP, 1e-5);
    OutputWeights weights = OutputWeights.read(fields);
    return new LossSpec(
        "binaryCrossEntropy",
        weights.toTwin(new BinaryCrossEntropy()),
        () -> new LossBinaryXENT(clip, weights.toDl4j()),
        Rules.likelihood("sigmoid", new Range(0, false, 1, false), clip),
        weights,
        labelSmoothing(fields));
  }

  private static LossSpec divergence(Fields fields) {
    return new LossSpec(
        "kullbackLeiblerDivergence",
        new KullbackLeiblerDivergence(),
        LossKLD::new,
        new Rules(Optional.empty(), PROBABILITY, Labels.ANY, 0, DIVERGENCE_FLOOR, Rules.SOME, 0),
        OutputWeights.NONE,
        labelSmoothing(fields));
  }

  private static double labelSmoothing(Fields fields) {
    return fields.number(
        "labelSmoothing", "share of each label that is spread over all classes", Range.FRACTION, 0);
  }

  private static LossSpec fMeasure(Fields fields) {
    double beta =
        fields.number("beta", "how much recall counts against precision", Range.POSITIVE, 1);
    Rules rules = Rules.of(Labels.CLASSES, 0, Range.between(1, 2));
    return new LossSpec(
        "fMeasure", new FMeasure(beta), () -> new LossFMeasure(beta), rules, OutputWeights.NONE, 0);
  }

  private static LossSpec mixtureDensity(Fields fields) {
    int gaussians = fields.wholeNumber("gaussians", "number of Gaussians", Range.between(1, 1000));
    int width =
        fields.wholeNumber("labelWidth", "how many numbers a label has", Range.between(1, 1000), 1);
    int outputs = (width + 2) * gaussians;
    return new LossSpec(
        "mixtureDensity",
        new MixtureDensity(gaussians),
        () -> LossMixtureDensity.builder().gaussians(gaussians).labelWidth(width).build(),
        new Rules(
            Optional.empty(),
            Range.ANY,
            Labels.NUMBERS,
            0,
            0,
            Range.between(outputs, outputs),
            width),
        OutputWeights.NONE,
        0);
  }

  public ILossFunction toDl4j() {
    return dl4j.get();
  }

  /**
   * Why this loss cannot follow that activation, if it cannot: what DL4J's validation refuses.
   *
   * @param alone whether the layer has no weights, so that what arrives may be probabilities
   */
  public Optional<String> misfit(ActivationSpec activation, boolean alone) {
    boolean passes =
        LET_THROUGH.contains(activation.word()) || (alone && activation.word().equals("identity"));
    return rules
        .activation()
        .filter(needed -> !needed.equals(activation.word()) && !passes)
        .map(
            needed ->
                word
                    + " takes the logarithm of a probability: expected the activation "
                    + needed
                    + ", got "
                    + activation.word());
  }

  /** What is doubtful about this loss after that activation, if anything is. */
  Optional<String> doubt(ActivationSpec activation, boolean alone) {
    boolean asItComes = alone && activation.word().equals("identity");
    return asItComes || activation.range().isWithin(rules.range())
        ? Optional.empty()
        : Optional.of(
            word
                + " is finite for outputs "
                + rules.range()
                + " only, and those of "
                + activation.word()
                + " can be others");
  }

  /** Why it cannot have so many outputs, if it cannot. */
  Optional<String> misfit(int outputs) {
    Range counts = rules.counts();
    if (counts.contains(outputs)) {
      return weights.misfit(outputs);
    }
    boolean one = counts.minimum() == counts.maximum();
    String expected = one ? (int) counts.minimum() + " outputs" : "a number of outputs " + counts;
    return Optional.of("expected " + expected + " for " + word + ", got " + outputs);
  }

  /** The shape of a label, given that of the outputs: at as many positions. */
  Shape labelShape(Shape output) {
    int[] sizes = output.sizes();
    sizes[0] = rules.labelWidth() == 0 ? sizes[0] : rules.labelWidth();
    return Shape.of(sizes);
  }

  /**
   * For how many predictions DL4J's score takes another number, so that it does not move with them.
   *
   * @param predictions [N, outputs, ...]
   * @param labels likewise
   */
  public int clipped(Tensor predictions, Tensor labels) {
    if (word.equals("cosineProximity")) {
      return shortRows(Positions.toRows(predictions));
    }
    int clipped = 0;
    for (int i = 0; rules.clipEpsilon() > 0 && i < labels.size(); i++) {
      clipped += isClipped(predictions.values()[i], labels.values()[i]) ? 1 : 0;
    }
    return clipped;
  }

  private boolean isClipped(double prediction, double label) {
    double epsilon = rules.clipEpsilon();
    boolean counts = label != 0 || word.equals("binaryCrossEntropy");
    return counts && (prediction < epsilon || prediction > 1 - epsilon);
  }

  /** {@code LossCosineProximity} takes the length of a short vector for Nd4j.EPS_THRESHOLD. */
  private static int shortRows(Tensor rows) {
    int elements = 0;
    for (int row = 0; row < rows.rows(); row++) {
      double squares = 0;
      for (int j = 0; j < rows.columns(); j++) {
        squares += Math.pow(rows.at(row, j), 2);
      }
      elements += Math.sqrt(squares) < SHORTEST_LENGTH ? rows.columns() : 0;
    }
    return elements;
  }

  /** Where DL4J has no number for sequences of which steps are missing, if it has none. */
  Optional<String> deviationOfMask() {
    return word.equals("meanAbsolutePercentageError")
        ? Optional.of(
            "DL4J divides by the labels of missing steps, which are 0, before it leaves them out"
                + " (LossMAPE in 1.0.0-M2.1): its score is NaN; the twin's is not; use"
                + " meanAbsoluteError")
        : Optional.empty();
  }

  /**
   * Where DL4J's gradient is not that of its own score, if it is not.
   *
   * @param outputs how many there are
   * @param classes how many there are; 0 for labels that are numbers
   */
  Optional<String> deviation(ActivationSpec activation, int outputs, int classes) {
    boolean hardLabels = classes > 0 && labelSmoothing / classes < DIVERGENCE_FLOOR;
    if (word.equals("kullbackLeiblerDivergence") && hardLabels) {
      return Optional.of(
          "DL4J's score takes labels of 0 for 1e-5, and its gradient does not (LossKLD in"
              + " 1.0.0-M2.1): they contradict each other by as much; use crossEntropy, which has"
              + " the same gradient, or a labelSmoothing");
    }
    if (word.equals("fMeasure") && outputs == 2 && !activation.isSoftmax()) {
      return Optional.of(
          "DL4J gives the first of two outputs no gradient (LossFMeasure in 1.0.0-M2.1), which is"
              + " right after softmax only; use softmax, or one output and sigmoid");
    }
    return Optional.empty();
  }
}
