package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Windows;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.PrimaryCapsulesLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/**
 * The first capsules, over an image; by hand: {@link PrimaryCapsulesLayer}.
 *
 * <pre>{@code
 * - type: primaryCapsules
 *   channels: 8
 *   capsuleDimensions: 4
 *   kernel: 9
 *   stride: 2
 * }</pre>
 *
 * <p>An image becomes capsules [capsules, capsuleDimensions], which count as a sequence with the
 * capsules as features and the dimensions as steps.
 *
 * @param channels capsule channels; the convolution has capsuleDimensions times as many outputs
 * @param capsuleDimensions the length of a capsule's vector
 * @param activation of the convolution: identity, relu or leakyRelu
 * @param weights the weights and the bias
 */
public record PrimaryCapsules(
    int channels, int capsuleDimensions, Window window, ActivationSpec activation, Weights weights)
    implements LayerSpec {
  private static final int AXES = 2;
  private static final int STRIDE = 2;
  private static final Range SIZES = Range.between(1, 10_000);

  static PrimaryCapsules read(Fields fields) {
    SameDiffWords.warnOfDoubledGradients(fields);
    int channels = fields.wholeNumber("channels", "capsule channels", SIZES);
    int dimensions = fields.wholeNumber("capsuleDimensions", "length of a capsule's vector", SIZES);
    Window window = Window.read(fields, AXES, STRIDE, Window.COMMON_MODES);
    ActivationSpec activation =
        fields.word("activation", "function of the convolution", ActivationSpec.WORDS, "identity");
    if (leak(activation).isEmpty()) {
      fields.error(
          "activation",
          "expected identity, relu or leakyRelu, as DL4J's PrimaryCapsules has no other, got '"
              + activation.word()
              + "'");
    } else if (leak(activation).get() == 0) {
      fields.deviation(
          "activation",
          "relu can leave capsules of zeros, for which DL4J 1.0.0-M2.1 passes down NaN from"
              + " capsuleStrength (the native reduce_norm2_bp divides by the length); the twin"
              + " passes down 0");
    }
    return new PrimaryCapsules(
        channels, dimensions, window, activation, Weights.readOfSameDiff(fields));
  }

  /** The slope for negative values that makes a rectifier of the activation, 1 for identity. */
  private static Optional<Double> leak(ActivationSpec activation) {
    IActivation dl4j = activation.toDl4j();
    if (dl4j instanceof ActivationLReLU leaky) {
      return Optional.of(leaky.getAlpha());
    }
    if (dl4j instanceof ActivationIdentity) {
      return Optional.of(1.0);
    }
    return dl4j.equals(new ActivationReLU()) ? Optional.of(0.0) : Optional.empty();
  }

  private int outputs() {
    return channels * capsuleDimensions;
  }

  @Override
  public String word() {
    return "primaryCapsules";
  }

  @Override
  public String detail() {
    return window.detail();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return window.misfit(input).or(() -> misfitOfImage(input));
  }

  private Optional<String> misfitOfImage(Shape input) {
    Windows windows = window.over(input);
    long count = (long) input.size(0) * windows.kernel() * outputs();
    long values = (long) outputs() * windows.count();
    return Math.max(count, values) <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            "expected at most 2^31 - 1 weights and values of capsules, got "
                + count
                + " and "
                + values);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(channels * window.over(input).count(), capsuleDimensions);
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return key.equals("bias") ? Axis.named("filter") : Axis.named("y", "x", "channel", "filter");
  }

  @Override
  public List<Axis> outputAxes(Shape output) {
    return Capsules.axes();
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    double leak = leak(activation).orElseThrow();
    var builder =
        new org.deeplearning4j.nn.conf.layers.PrimaryCapsules.Builder(
                capsuleDimensions,
                channels,
                Window.array(window.kernel()),
                Window.array(window.stride()),
                Window.array(window.padding()),
                Window.array(window.dilation()),
                window.mode().toDl4j())
            .hasBias(weights.bias())
            .capsules(outputShape(context.input()).size(0));
    builder.setUseRelu(leak != 1);
    builder.setLeak(leak == 1 ? 0 : leak);
    org.deeplearning4j.nn.conf.layers.PrimaryCapsules layer = builder.build();
    layer.setInputChannels(context.input().size(0));
    weights.applyTo(layer, context);
    return layer;
  }

  @Override
  public PrimaryCapsulesLayer toTwin(LayerContext context) {
    Windows windows = window.over(context.input());
    int inputs = context.input().size(0);
    int steps = window.stride().get(0) * window.stride().get(1);
    Fans fans =
        new Fans((double) inputs * windows.kernel(), (double) outputs() * windows.kernel() / steps);
    Shape shape = Shape.of(window.kernel().get(0), window.kernel().get(1), inputs, outputs());
    return new PrimaryCapsulesLayer(
        weights.weights("weight", shape, fans, context, 0),
        weights.bias("bias", outputs()),
        windows,
        activation.twin(),
        capsuleDimensions);
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(weights);
  }
}
