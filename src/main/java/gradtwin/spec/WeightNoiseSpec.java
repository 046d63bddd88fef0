package gradtwin.spec;

import gradtwin.twin.noise.DrawnNoise;
import gradtwin.twin.noise.DropConnect;
import gradtwin.twin.noise.Noise;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;

/**
 * Noise on the weights of a layer while training, as a file names it. Biases have none: DL4J's
 * {@code applyToBiases} would add theirs in prediction, too.
 *
 * <pre>{@code
 * weightNoise: {type: dropConnect, rate: 0.5}
 * weightNoise: {type: additive, distribution: {type: normal, standardDeviation: 0.1}}
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin the noise by hand
 * @param dl4j makes DL4J's
 */
public record WeightNoiseSpec(String word, Noise twin, Supplier<IWeightNoise> dl4j) {
  /** A new kind of noise is its twin and one row here. */
  public static final Vocabulary<WeightNoiseSpec> WORDS =
      Vocabulary.<WeightNoiseSpec>of("weight noise")
          .word(
              "dropConnect",
              fields -> {
                double rate =
                    fields.number("rate", "probability of dropping a weight", Range.FRACTION, 0.5);
                warn(fields, "weights that were dropped are moved as if they were there");
                return new WeightNoiseSpec(
                    "dropConnect",
                    new DropConnect(rate),
                    () -> new org.deeplearning4j.nn.conf.weightnoise.DropConnect(1 - rate, false));
              })
          .word("additive", fields -> drawn(fields, "additive", true))
          .word(
              "multiplicative",
              fields -> {
                warn(fields, "it lacks the factor that the weight was multiplied by");
                return drawn(fields, "multiplicative", false);
              });

  private static WeightNoiseSpec drawn(Fields fields, String word, boolean additive) {
    DistributionSpec distribution =
        fields.word("distribution", "of the noise", DistributionSpec.WORDS);
    return new WeightNoiseSpec(
        word,
        new DrawnNoise(distribution.twin(), additive),
        () -> new WeightNoise(distribution.toDl4j(), false, additive));
  }

  private static void warn(Fields fields, String what) {
    fields.deviation(
        "type",
        "DL4J takes the gradient with respect to the noisy weight for that of the weight"
            + " (BaseLayer.backpropGradient in 1.0.0-M2.1): "
            + what
            + "; the twin's is right");
  }

  IWeightNoise toDl4j() {
    return dl4j.get();
  }
}
