package gradtwin.spec;

import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;

/**
 * What is done with the gradients of each layer before the optimizer, as a file names it.
 *
 * <pre>{@code
 * gradientNormalization: {type: clipNorm, threshold: 1.0}
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin the same by hand
 * @param dl4j DL4J's constant
 * @param threshold its parameter; 1, unused, where there is none
 */
public record GradientNormalizationSpec(
    String word,
    GradientNormalization twin,
    org.deeplearning4j.nn.conf.GradientNormalization dl4j,
    double threshold) {
  public static final Vocabulary<GradientNormalizationSpec> WORDS =
      Vocabulary.<GradientNormalizationSpec>of("gradient normalization")
          .word(
              "none",
              fields ->
                  new GradientNormalizationSpec(
                      "none",
                      new GradientNormalization.None(),
                      org.deeplearning4j.nn.conf.GradientNormalization.None,
                      1))
          .word(
              "clipValue",
              fields -> {
                double threshold = threshold(fields, "greatest absolute value of an element");
                return new GradientNormalizationSpec(
                    "clipValue",
                    new GradientNormalization.ClipValue(threshold),
                    org.deeplearning4j.nn.conf.GradientNormalization.ClipElementWiseAbsoluteValue,
                    threshold);
              })
          .word(
              "clipNorm",
              fields -> {
                double threshold = threshold(fields, "greatest length of a layer's gradient");
                return new GradientNormalizationSpec(
                    "clipNorm",
                    new GradientNormalization.ClipNorm(threshold),
                    org.deeplearning4j.nn.conf.GradientNormalization.ClipL2PerLayer,
                    threshold);
              })
          .word(
              "clipNormPerParameter",
              fields -> {
                double threshold = threshold(fields, "greatest length of a parameter's gradient");
                return new GradientNormalizationSpec(
                    "clipNormPerParameter",
                    new GradientNormalization.ClipNormPerParameter(threshold),
                    org.deeplearning4j.nn.conf.GradientNormalization.ClipL2PerParamType,
                    threshold);
              })
          .word(
              "unitNorm",
              fields ->
                  new GradientNormalizationSpec(
                      "unitNorm",
                      new GradientNormalization.UnitNorm(),
                      org.deeplearning4j.nn.conf.GradientNormalization.RenormalizeL2PerLayer,
                      1))
          .word(
              "unitNormPerParameter",
              fields ->
                  new GradientNormalizationSpec(
                      "unitNormPerParameter",
                      new GradientNormalization.UnitNormPerParameter(),
                      org.deeplearning4j.nn.conf.GradientNormalization.RenormalizeL2PerParamType,
                      1));

  private static double threshold(Fields fields, String help) {
    return fields.number("threshold", help, Range.POSITIVE, 1);
  }
}
