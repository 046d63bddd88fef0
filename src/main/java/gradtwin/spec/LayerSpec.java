package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.LayerRules;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.noise.Noise;
import gradtwin.yaml.Vocabulary;
import java.util.Optional;

/**
 * A layer as a file describes it, in both worlds. A new layer is its record, its twin, and here one
 * name in the list and one row.
 *
 * <p>The number of axes of an example says what it is: a row of features [features], a sequence
 * [features, steps], an image [channels, height, width], a volume [channels, depth, height, width].
 */
public sealed interface LayerSpec permits Dense, NoiseSpec, Activation, OutputSpec {
  /** A method rather than a constant, so that no class waits for another's initialization. */
  static Vocabulary<LayerSpec> words() {
    return Vocabulary.<LayerSpec>of("layer")
        .word("dense", Dense::read)
        .word("dropout", NoiseSpec::dropout)
        .word("activation", Activation::read)
        .word("output", Output::read)
        .word("loss", Loss::read)
        .word("alphaDropout", NoiseSpec::alphaDropout)
        .word("gaussianDropout", NoiseSpec::gaussianDropout)
        .word("gaussianNoise", NoiseSpec::gaussianNoise)
        .word("spatialDropout", NoiseSpec::spatialDropout);
  }

  /** As the file writes it. */
  String word();

  /** What tells it from others of its type, in a word or two: its activation, its rate. */
  String detail();

  /** Why this layer cannot take such an input, if it cannot; the rule and the shape in words. */
  default Optional<String> misfit(Shape input) {
    return Optional.empty();
  }

  /** The shape of one example as it leaves, for an input that fits. */
  Shape outputShape(Shape input);

  /** Whether its key {@code units} alone decides the shape of its output. */
  default boolean hasUnits() {
    return false;
  }

  /**
   * Whether it works on rows of features, so that an image or a volume must be flattened for it,
   * and a sequence cut into steps.
   */
  default boolean worksOnRows(Shape input) {
    return false;
  }

  /** What changes at random while training as it passes through, if that is all the layer does. */
  default Optional<Noise> noise() {
    return Optional.empty();
  }

  /** The noise on the layer's weights while training, if there is any. */
  default Optional<Noise> weightNoise() {
    return Optional.empty();
  }

  /** The layer of a DL4J configuration, with every hyperparameter set. */
  org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context);

  /** The layer by hand, with freshly drawn parameters. */
  Layer toTwin(LayerContext context);

  /** How its parameters are trained, by hand; as the whole network's, unless it says otherwise. */
  default LayerRules rules(TrainingSpec training) {
    return new LayerRules(training.optimizer().twin(), training.gradientNormalization().twin());
  }
}
