package gradtwin.spec;

import gradtwin.twin.init.Binomial;
import gradtwin.twin.init.ElementwiseInitializer;
import gradtwin.twin.init.LogNormal;
import gradtwin.twin.init.Normal;
import gradtwin.twin.init.TruncatedNormal;
import gradtwin.twin.init.Uniform;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.distribution.BinomialDistribution;
import org.deeplearning4j.nn.conf.distribution.Distribution;
import org.deeplearning4j.nn.conf.distribution.LogNormalDistribution;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.TruncatedNormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;

/**
 * A distribution of numbers, each drawn alone, as a file names it: of noise, or of initial weights.
 *
 * <pre>{@code
 * distribution: {type: normal, mean: 0, standardDeviation: 0.1}
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin the distribution by hand, whatever the fans
 * @param dl4j makes DL4J's
 */
public record DistributionSpec(
    String word, ElementwiseInitializer twin, Supplier<Distribution> dl4j) {
  public static final Vocabulary<DistributionSpec> WORDS =
      Vocabulary.<DistributionSpec>of("distribution")
          .word("normal", DistributionSpec::normal)
          .word("uniform", DistributionSpec::uniform)
          .word("truncatedNormal", DistributionSpec::truncatedNormal)
          .word("logNormal", DistributionSpec::logNormal)
          .word("binomial", DistributionSpec::binomial);

  static DistributionSpec normal(Fields fields) {
    double mean = fields.number("mean", "mean of the numbers", Range.ANY, 0);
    double deviation = standardDeviation(fields, "standard deviation of the numbers");
    return new DistributionSpec(
        "normal",
        new Normal(mean, fans -> deviation),
        () -> new NormalDistribution(mean, deviation));
  }

  static DistributionSpec uniform(Fields fields) {
    double minimum = fields.number("minimum", "lower bound", Range.ANY, -0.05);
    double maximum = fields.number("maximum", "upper bound", Range.ANY, 0.05);
    if (minimum >= maximum) {
      fields.error(
          fields.has("maximum") ? "maximum" : "minimum",
          "expected a maximum above the minimum " + minimum + ", got " + maximum);
    }
    return new DistributionSpec(
        "uniform",
        Uniform.between(minimum, maximum),
        () -> new UniformDistribution(minimum, maximum));
  }

  static DistributionSpec truncatedNormal(Fields fields) {
    double mean = fields.number("mean", "mean of the numbers", Range.ANY, 0);
    double deviation = standardDeviation(fields, "standard deviation before the ends are cut off");
    warnOfTheMean(fields);
    return new DistributionSpec(
        "truncatedNormal",
        new TruncatedNormal(mean, fans -> deviation),
        () -> new TruncatedNormalDistribution(mean, deviation));
  }

  static void warnOfTheMean(Fields fields) {
    fields.deviation(
        "type",
        "DL4J sets one in 44 of these numbers to the mean, half of those that fall outside"
            + " (TruncatedNormalDistribution in 1.0.0-M2.1); the twin's are all drawn from inside");
  }

  static DistributionSpec logNormal(Fields fields) {
    double mean = fields.number("mean", "mean of the logarithms", Range.ANY, 0);
    double deviation = standardDeviation(fields, "standard deviation of the logarithms");
    return new DistributionSpec(
        "logNormal",
        new LogNormal(mean, deviation),
        () -> new LogNormalDistribution(mean, deviation));
  }

  static DistributionSpec binomial(Fields fields) {
    int trials = fields.wholeNumber("trials", "how many", Range.between(1, 1000));
    double probability =
        fields.number("probability", "of success in each", Range.between(0, 1), 0.5);
    return new DistributionSpec(
        "binomial",
        new Binomial(trials, probability),
        () -> new BinomialDistribution(trials, probability));
  }

  private static double standardDeviation(Fields fields, String help) {
    return fields.number("standardDeviation", help, Range.POSITIVE, 0.05);
  }

  Distribution toDl4j() {
    return dl4j.get();
  }
}
