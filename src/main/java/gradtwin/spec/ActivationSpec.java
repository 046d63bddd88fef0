package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.BoundedRelu;
import gradtwin.twin.activation.Cube;
import gradtwin.twin.activation.Elu;
import gradtwin.twin.activation.Gelu;
import gradtwin.twin.activation.HardSigmoid;
import gradtwin.twin.activation.HardTanh;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.LeakyRelu;
import gradtwin.twin.activation.Mish;
import gradtwin.twin.activation.PreciseGelu;
import gradtwin.twin.activation.RationalTanh;
import gradtwin.twin.activation.RectifiedTanh;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Relu6;
import gradtwin.twin.activation.Selu;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.activation.Softplus;
import gradtwin.twin.activation.Softsign;
import gradtwin.twin.activation.Swish;
import gradtwin.twin.activation.Tanh;
import gradtwin.twin.activation.ThresholdedRelu;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/**
 * An activation as a file names it.
 *
 * <pre>{@code
 * activation: relu
 * activation: {type: leakyRelu, alpha: 0.1}
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin the function by hand
 * @param dl4j makes DL4J's
 * @param range of its outputs
 */
public record ActivationSpec(
    String word, Activation twin, Supplier<IActivation> dl4j, Range range) {
  private static final Range PROBABILITY = new Range(0, false, 1, false);
  private static final Range SIGNED = new Range(-1, false, 1, false);

  /** A new activation is its twin and one row here. */
  public static final Vocabulary<ActivationSpec> WORDS =
      Vocabulary.<ActivationSpec>of("activation")
          .word("identity", row("identity", new Identity(), ActivationIdentity::new, Range.ANY))
          .word("sigmoid", row("sigmoid", new Sigmoid(), ActivationSigmoid::new, PROBABILITY))
          .word("tanh", row("tanh", new Tanh(), ActivationTanH::new, SIGNED))
          .word("relu", ActivationSpec::relu)
          .word(
              "leakyRelu",
              fields -> {
                double alpha = fields.number("alpha", "slope below 0", Range.NOT_NEGATIVE, 0.01);
                return new ActivationSpec(
                    "leakyRelu",
                    new LeakyRelu(alpha),
                    () -> new ActivationLReLU(alpha),
                    alpha == 0 ? Range.NOT_NEGATIVE : Range.ANY);
              })
          .word(
              "elu",
              fields -> {
                double alpha =
                    fields.number("alpha", "minus the limit far below 0", Range.POSITIVE, 1);
                if (alpha != 1) {
                  fields.deviation(
                      "alpha",
                      "DL4J's backward pass takes 1 for alpha whatever it is (ActivationELU.backprop"
                          + " in 1.0.0-M2.1): its gradient is wrong for "
                          + alpha
                          + "; the twin's is right");
                }
                return new ActivationSpec(
                    "elu", new Elu(alpha), () -> new ActivationELU(alpha), Range.above(-alpha));
              })
          .word("selu", row("selu", new Selu(), ActivationSELU::new, Range.ANY))
          .word(
              "softplus", row("softplus", new Softplus(), ActivationSoftPlus::new, Range.POSITIVE))
          .word("softsign", row("softsign", new Softsign(), ActivationSoftSign::new, SIGNED))
          .word("softmax", row("softmax", new Softmax(), ActivationSoftmax::new, PROBABILITY))
          .word("cube", row("cube", new Cube(), ActivationCube::new, Range.ANY))
          .word(
              "hardTanh",
              row("hardTanh", new HardTanh(), ActivationHardTanH::new, Range.between(-1, 1)))
          .word(
              "hardSigmoid",
              row(
                  "hardSigmoid",
                  new HardSigmoid(),
                  ActivationHardSigmoid::new,
                  Range.between(0, 1)))
          .word(
              "rectifiedTanh",
              row(
                  "rectifiedTanh",
                  new RectifiedTanh(),
                  ActivationRectifiedTanh::new,
                  Range.FRACTION))
          .word(
              "rationalTanh",
              row("rationalTanh", new RationalTanh(), ActivationRationalTanh::new, Range.ANY))
          .word("relu6", row("relu6", new Relu6(), ActivationReLU6::new, Range.between(0, 6)))
          .word(
              "thresholdedRelu",
              fields -> {
                double theta =
                    fields.number(
                        "theta", "what an output must exceed to pass", Range.NOT_NEGATIVE, 1);
                return new ActivationSpec(
                    "thresholdedRelu",
                    new ThresholdedRelu(theta),
                    () -> new ActivationThresholdedReLU(theta),
                    Range.NOT_NEGATIVE);
              })
          .word("swish", row("swish", new Swish(), ActivationSwish::new, Range.atLeast(-0.2785)))
          .word("mish", row("mish", new Mish(), ActivationMish::new, Range.atLeast(-0.3089)))
          .word("gelu", ActivationSpec::gelu)
          .refused(
              "rRelu",
              "cannot be trained with DL4J 1.0.0-M2.1: the backward pass of ActivationRReLU is that"
                  + " of identity whatever the slopes are, its prediction raises everything below"
                  + " (lower + upper) / 2 to that, and its slopes come from a generator that"
                  + " cannot be shared; use leakyRelu");

  private static ActivationSpec relu(Fields fields) {
    Optional<Double> maximum =
        fields.optionalNumber("maximum", "the largest output", Range.POSITIVE);
    double threshold = fields.number("threshold", "from where on outputs pass", Range.ANY, 0);
    double slope =
        fields.number("negativeSlope", "slope below the threshold", Range.NOT_NEGATIVE, 0);
    if (maximum.isEmpty() && threshold == 0 && slope == 0) {
      return new ActivationSpec("relu", new Relu(), ActivationReLU::new, Range.NOT_NEGATIVE);
    }
    if (maximum.isPresent() && maximum.get() <= threshold) {
      fields.error(
          "maximum",
          "expected a maximum above the threshold " + threshold + ", got " + maximum.get());
    }
    return new ActivationSpec(
        "relu",
        new BoundedRelu(maximum.orElse(Double.POSITIVE_INFINITY), threshold, slope),
        () -> new ActivationReLU(maximum.orElse(null), threshold, slope),
        slope == 0 && threshold >= 0 ? Range.NOT_NEGATIVE : Range.ANY);
  }

  private static ActivationSpec gelu(Fields fields) {
    boolean precise =
        fields.flag("precise", "whether the tanh form is used rather than the sigmoid form", false);
    if (!precise) {
      return new ActivationSpec(
          "gelu", new Gelu(), () -> new ActivationGELU(false), Range.atLeast(-0.1637));
    }
    fields.deviation(
        "precise",
        "DL4J computes another function: it takes the third power of 0.044715 z rather than of z"
            + " (native PreciseGELU in 1.0.0-M2.1), and its derivative is that of neither; the"
            + " twin's is the published one");
    return new ActivationSpec(
        "gelu", new PreciseGelu(), () -> new ActivationGELU(true), Range.atLeast(-0.1701));
  }

  private static Function<Fields, ActivationSpec> row(
      String word, Activation twin, Supplier<IActivation> dl4j, Range range) {
    return fields -> new ActivationSpec(word, twin, dl4j, range);
  }

  public IActivation toDl4j() {
    return dl4j.get();
  }

  /** Why it cannot follow features of such a shape, if it cannot. */
  Optional<String> misfit(Shape shape) {
    return isSoftmax() && shape.rank() > 2
        ? Optional.of(
            "softmax is over the features of a row or of each step of a sequence, got shape "
                + shape)
        : Optional.empty();
  }

  /** True if each row of its output is a probability distribution. */
  public boolean isSoftmax() {
    return twin instanceof Softmax;
  }
}
