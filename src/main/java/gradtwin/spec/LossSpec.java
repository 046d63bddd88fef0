package gradtwin.spec;

import gradtwin.twin.loss.BinaryCrossEntropy;
import gradtwin.twin.loss.CrossEntropy;
import gradtwin.twin.loss.Hinge;
import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.MeanAbsoluteError;
import gradtwin.twin.loss.MeanSquaredError;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * A loss as a file names it.
 *
 * <pre>{@code
 * loss: crossEntropy
 * loss: {type: binaryCrossEntropy, clipEpsilon: 1e-5}
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin the loss by hand
 * @param dl4j makes DL4J's
 * @param rules what the loss asks of labels and predictions
 */
public record LossSpec(String word, Loss twin, Supplier<ILossFunction> dl4j, Rules rules) {
  /**
   * What a loss asks of labels and predictions.
   *
   * @param activation the one output activation it makes sense with; empty for any
   * @param classesOnly whether it needs labels that are classes
   * @param negativeLabel the label of a class that an example does not belong to
   * @param clipEpsilon how far DL4J keeps predictions from 0 and 1 inside this loss; 0 if it does
   *     not
   */
  public record Rules(
      Optional<String> activation, boolean classesOnly, double negativeLabel, double clipEpsilon) {
    private static final Rules ANY = new Rules(Optional.empty(), false, 0, 0);
  }

  private static final Range CLIP = Range.between(0, 0.5);
  private static final String CLIP_HELP =
      "how far DL4J keeps predictions from 0 and 1 in this loss";

  /** A new loss is its twin and one row here. */
  public static final Vocabulary<LossSpec> WORDS =
      Vocabulary.<LossSpec>of("loss")
          .word(
              "meanSquaredError",
              fields ->
                  new LossSpec("meanSquaredError", new MeanSquaredError(), LossMSE::new, Rules.ANY))
          .word(
              "meanAbsoluteError",
              fields ->
                  new LossSpec(
                      "meanAbsoluteError", new MeanAbsoluteError(), LossMAE::new, Rules.ANY))
          .word(
              "crossEntropy",
              fields -> {
                double clip = fields.number("clipEpsilon", CLIP_HELP, CLIP, 1e-10);
                return new LossSpec(
                    "crossEntropy",
                    new CrossEntropy(),
                    () -> new LossMCXENT(clip, null),
                    new Rules(Optional.of("softmax"), true, 0, clip));
              })
          .word(
              "binaryCrossEntropy",
              fields -> {
                double clip = fields.number("clipEpsilon", CLIP_HELP, CLIP, 1e-5);
                return new LossSpec(
                    "binaryCrossEntropy",
                    new BinaryCrossEntropy(),
                    () -> new LossBinaryXENT(clip),
                    new Rules(Optional.of("sigmoid"), true, 0, clip));
              })
          .word(
              "hinge",
              fields ->
                  new LossSpec(
                      "hinge",
                      new Hinge(),
                      LossHinge::new,
                      new Rules(Optional.empty(), true, -1, 0)));

  public ILossFunction toDl4j() {
    return dl4j.get();
  }

  /** Why this loss cannot follow that activation, if it cannot. */
  public Optional<String> misfit(ActivationSpec activation) {
    return rules
        .activation()
        .filter(needed -> !needed.equals(activation.word()))
        .map(
            needed ->
                word
                    + " takes the logarithm of a probability: expected the activation "
                    + needed
                    + ", got "
                    + activation.word());
  }
}
