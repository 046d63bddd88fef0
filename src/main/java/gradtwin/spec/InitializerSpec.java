package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.init.Constant;
import gradtwin.twin.init.GlorotLegacy;
import gradtwin.twin.init.IdentityMatrix;
import gradtwin.twin.init.Initializer;
import gradtwin.twin.init.Normal;
import gradtwin.twin.init.Orthogonal;
import gradtwin.twin.init.TruncatedNormal;
import gradtwin.twin.init.Uniform;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.weights.WeightInitIdentity;
import org.deeplearning4j.nn.weights.WeightInitLecunUniform;
import org.deeplearning4j.nn.weights.WeightInitNormal;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.deeplearning4j.nn.weights.WeightInitReluUniform;
import org.deeplearning4j.nn.weights.WeightInitSigmoidUniform;
import org.deeplearning4j.nn.weights.WeightInitUniform;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanAvg;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanIn;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanOut;
import org.deeplearning4j.nn.weights.WeightInitVarScalingUniformFanAvg;
import org.deeplearning4j.nn.weights.WeightInitVarScalingUniformFanIn;
import org.deeplearning4j.nn.weights.WeightInitVarScalingUniformFanOut;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.nn.weights.WeightInitXavierLegacy;
import org.deeplearning4j.nn.weights.WeightInitXavierUniform;

/**
 * The distribution of initial weights as a file names it.
 *
 * <pre>{@code
 * initializer: heNormal
 * initializer: {type: normal, standardDeviation: 0.1}
 * initializer: {type: varianceScalingNormal, mode: fanAverage}
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
          .word("ones", row("ones", new Constant(1), () -> new WeightInitConstant(1)))
          .word(
              "constant",
              fields -> {
                double value = fields.number("value", "value of every weight", Range.ANY);
                return new InitializerSpec(
                    "constant", new Constant(value), () -> new WeightInitConstant(value));
              })
          .word("uniform", fields -> of(DistributionSpec.uniform(fields)))
          .word("normal", fields -> of(DistributionSpec.normal(fields)))
          .word("truncatedNormal", fields -> of(DistributionSpec.truncatedNormal(fields)))
          .word("logNormal", fields -> of(DistributionSpec.logNormal(fields)))
          .word("binomial", fields -> of(DistributionSpec.binomial(fields)))
          .word(
              "orthogonal",
              fields -> {
                double gain = fields.number("gain", "length of each vector", Range.POSITIVE, 1);
                return new InitializerSpec(
                    "orthogonal",
                    new Orthogonal(gain),
                    () -> new WeightInitDistribution(new OrthogonalDistribution(gain)));
              })
          .word(
              "identity",
              fields -> {
                double scale = fields.number("scale", "what stands on the diagonal", Range.ANY, 1);
                return new InitializerSpec(
                    "identity", new IdentityMatrix(scale), () -> new WeightInitIdentity(scale));
              })
          .word(
              "glorotUniform", row("glorotUniform", Uniform.glorot(), WeightInitXavierUniform::new))
          .word("glorotNormal", row("glorotNormal", Normal.glorot(), WeightInitXavier::new))
          .word(
              "glorotLegacy", row("glorotLegacy", new GlorotLegacy(), WeightInitXavierLegacy::new))
          .word("heUniform", row("heUniform", Uniform.he(), WeightInitReluUniform::new))
          .word("heNormal", row("heNormal", Normal.he(), WeightInitRelu::new))
          .word("lecunNormal", row("lecunNormal", Normal.lecun(), WeightInitNormal::new))
          .word(
              "lecunUniform",
              fields -> {
                warnOfTheBound(fields, "LeCun's");
                return new InitializerSpec(
                    "lecunUniform", Uniform.fanIn(), WeightInitLecunUniform::new);
              })
          .word("fanInUniform", row("fanInUniform", Uniform.heuristic(), WeightInitUniform::new))
          .word(
              "sigmoidUniform",
              row("sigmoidUniform", Uniform.sigmoid(), WeightInitSigmoidUniform::new))
          .word("varianceScalingNormal", InitializerSpec::varianceScalingNormal)
          .word("varianceScalingUniform", InitializerSpec::varianceScalingUniform);

  /** What the variance is scaled by. */
  private enum Mode {
    FAN_IN,
    FAN_OUT,
    FAN_AVERAGE
  }

  private static Mode mode(Fields fields) {
    return fields.oneOf("mode", "what the variance is scaled by", Mode.FAN_IN);
  }

  private static InitializerSpec varianceScalingNormal(Fields fields) {
    String word = "varianceScalingNormal";
    DistributionSpec.warnOfTheMean(fields);
    return switch (mode(fields)) {
      case FAN_IN ->
          new InitializerSpec(word, TruncatedNormal.fanIn(), WeightInitVarScalingNormalFanIn::new);
      case FAN_OUT ->
          new InitializerSpec(
              word, TruncatedNormal.fanOut(), WeightInitVarScalingNormalFanOut::new);
      case FAN_AVERAGE ->
          new InitializerSpec(
              word, TruncatedNormal.fanAverage(), WeightInitVarScalingNormalFanAvg::new);
    };
  }

  private static InitializerSpec varianceScalingUniform(Fields fields) {
    String word = "varianceScalingUniform";
    warnOfTheBound(fields, "the usual one");
    return switch (mode(fields)) {
      case FAN_IN ->
          new InitializerSpec(word, Uniform.fanIn(), WeightInitVarScalingUniformFanIn::new);
      case FAN_OUT ->
          new InitializerSpec(word, Uniform.fanOut(), WeightInitVarScalingUniformFanOut::new);
      case FAN_AVERAGE ->
          new InitializerSpec(word, Uniform.fanAverage(), WeightInitVarScalingUniformFanAvg::new);
    };
  }

  private static void warnOfTheBound(Fields fields, String right) {
    fields.deviation(
        "type",
        "DL4J draws from -3 / sqrt(fan) to 3 / sqrt(fan) (WeightInitLecunUniform and its like in"
            + " 1.0.0-M2.1), and so does the twin: three times the variance of "
            + right
            + ", sqrt(3 / fan)");
  }

  private static InitializerSpec of(DistributionSpec distribution) {
    return new InitializerSpec(
        distribution.word(),
        distribution.twin(),
        () -> new WeightInitDistribution(distribution.toDl4j()));
  }

  private static Function<Fields, InitializerSpec> row(
      String word, Initializer twin, Supplier<IWeightInit> dl4j) {
    return fields -> new InitializerSpec(word, twin, dl4j);
  }

  public IWeightInit toDl4j() {
    return dl4j.get();
  }

  /** Why it cannot make weights of such a shape, if it cannot. */
  Optional<String> misfit(Shape weights) {
    if (!(twin instanceof IdentityMatrix)) {
      return Optional.empty();
    }
    boolean fits = weights.rank() >= 2 && weights.size(0) == weights.size(1);
    for (int axis = 2; axis < weights.rank(); axis++) {
      fits &= weights.size(axis) % 2 == 1;
    }
    return fits
        ? Optional.empty()
        : Optional.of(
            "the initializer identity makes square weights (and kernels of odd size): expected as"
                + " many units as inputs, got weights of shape "
                + weights);
  }
}
