package gradtwin.spec;

import gradtwin.tensor.Shape;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * How data are laid out anew before they reach a layer. By hand, layers see to it themselves; DL4J
 * has preprocessors between its layers, which are set here one by one rather than inferred by DL4J.
 */
public enum Arrangement {
  AS_IT_IS(""),
  /** An image or a volume as one row, channels first. */
  FLATTENED("flattened"),
  /** Each step of a sequence as a row of its own. */
  STEPS_AS_ROWS("each step a row"),
  /** Rows as steps of sequences again. */
  ROWS_AS_STEPS("rows as steps");

  private final String phrase;

  Arrangement(String phrase) {
    this.phrase = phrase;
  }

  /** For people; empty if nothing is done. */
  public String phrase() {
    return phrase;
  }

  /**
   * What a layer needs.
   *
   * @param input the shape of one example
   * @param inRows whether steps of sequences are rows already
   * @param wantsRows whether the layer works on rows
   */
  static Arrangement of(Shape input, boolean inRows, boolean wantsRows) {
    if (input.rank() == 2) {
      return inRows == wantsRows ? AS_IT_IS : wantsRows ? STEPS_AS_ROWS : ROWS_AS_STEPS;
    }
    return wantsRows && input.rank() > 2 ? FLATTENED : AS_IT_IS;
  }

  Optional<InputPreProcessor> toDl4j(Shape input) {
    return switch (this) {
      case AS_IT_IS -> Optional.empty();
      case FLATTENED ->
          Optional.of(
              input.rank() == 3
                  ? new CnnToFeedForwardPreProcessor(input.size(1), input.size(2), input.size(0))
                  : new Cnn3DToFeedForwardPreProcessor(
                      input.size(1), input.size(2), input.size(3), input.size(0), true));
      case STEPS_AS_ROWS -> Optional.of(new RnnToFeedForwardPreProcessor());
      case ROWS_AS_STEPS -> Optional.of(new FeedForwardToRnnPreProcessor());
    };
  }
}
