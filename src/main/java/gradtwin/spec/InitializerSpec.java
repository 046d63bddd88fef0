package gradtwin.spec;

import gradtwin.twin.init.Constant;
import gradtwin.twin.init.Initializer;
import gradtwin.twin.init.Normal;
import gradtwin.twin.init.Uniform;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.weights.WeightInitNormal;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.deeplearning4j.nn.weights.WeightInitReluUniform;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.nn.weights.WeightInitXavierUniform;

/**
 * The distribution of initial weights as a file names it.
 *
 * <pre>{@code
 * initializer: heNormal
 * initializer: {type: normal, standardDeviation: 0.1}
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin the distribution by hand
 * @param dl4j makes DL4J's
 */
public record InitializerSpec(String word, Initializer twin, Supplier<IWeightInit> dl4j) {
  /** A new initializer is its twin and one row here. */
  public static final Vocabulary<InitializerSpec> WORDS =
      Vocabulary.<InitializerSpec>of("initializer")
          .word("zeros", row("zeros", new Constant(0), () -> new WeightInitConstant(0)))
          .word(
              "constant",
              fields -> {
                double value = fields.number("value", "value of every weight", Range.ANY);
                return new InitializerSpec(
                    "constant", new Constant(value), () -> new WeightInitConstant(value));
              })
          .word("uniform", InitializerSpec::uniform)
          .word(
              "normal",
              fields -> {
                double mean = fields.number("mean", "mean of the weights", Range.ANY, 0);
                double deviation =
                    fields.number(
                        "standardDeviation",
                        "standard deviation of the weights",
                        Range.POSITIVE,
                        0.05);
                return new InitializerSpec(
                    "normal",
                    new Normal(mean, fans -> deviation),
                    () -> new WeightInitDistribution(new NormalDistribution(mean, deviation)));
              })
          .word(
              "glorotUniform", row("glorotUniform", Uniform.glorot(), WeightInitXavierUniform::new))
          .word("glorotNormal", row("glorotNormal", Normal.glorot(), WeightInitXavier::new))
          .word("heUniform", row("heUniform", Uniform.he(), WeightInitReluUniform::new))
          .word("heNormal", row("heNormal", Normal.he(), WeightInitRelu::new))
          .word("lecunNormal", row("lecunNormal", Normal.lecun(), WeightInitNormal::new));

  private static InitializerSpec uniform(Fields fields) {
    double minimum = fields.number("minimum", "lower bound", Range.ANY, -0.05);
    double maximum = fields.number("maximum", "upper bound", Range.ANY, 0.05);
    if (minimum >= maximum) {
      fields.error(
          fields.has("maximum") ? "maximum" : "minimum",
          "expected a maximum above the minimum " + minimum + ", got " + maximum);
    }
    return new InitializerSpec(
        "uniform",
        Uniform.between(minimum, maximum),
        () -> new WeightInitDistribution(new UniformDistribution(minimum, maximum)));
  }

  private static Function<Fields, InitializerSpec> row(
      String word, Initializer twin, Supplier<IWeightInit> dl4j) {
    return fields -> new InitializerSpec(word, twin, dl4j);
  }

  public IWeightInit toDl4j() {
    return dl4j.get();
  }
}
