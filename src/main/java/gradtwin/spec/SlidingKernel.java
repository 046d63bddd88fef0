package gradtwin.spec;

import gradtwin.twin.init.Initializer.Fans;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.BaseConvBuilder;

/**
 * What the layers have in common that slide a kernel with weights.
 *
 * <pre>{@code
 * kernel: 5
 * stride: 1
 * padding: 0
 * dilation: 1
 * mode: same
 * activation: relu
 * initializer: heNormal
 * }</pre>
 *
 * @param window where the kernel lies
 * @param weights of the kernel, and the bias of each channel
 * @param activation of each element
 */
record SlidingKernel(Window window, Weights weights, ActivationSpec activation) {
  private static final String MISPLACED_BIAS =
      "DL4J 1.0.0-M2.1 applies this to the wrong elements: it takes the last of this layer's weights"
          + " for its bias, and its bias for weights (BaseMultiLayerUpdater goes by the order of the"
          + " table of parameters, which is not that of their memory); the twin does not. Without a"
          + " bias, or without this key, both take the same step";

  /**
   * Reads it.
   *
   * @param incoming see {@link LayerTraining#incoming()}
   */
  static SlidingKernel read(
      Fields fields, int axes, Set<WindowMode> modes, List<Integer> incoming) {
    return new SlidingKernel(
        Window.read(fields, axes, 1, modes),
        Weights.readNoisy(fields).withIncoming(incoming),
        fields.word("activation", "function of each element", ActivationSpec.WORDS, "identity"));
  }

  /** How many channels leave. */
  static int filters(Fields fields) {
    return fields.wholeNumber("filters", "number of output channels", Range.between(1, 100_000));
  }

  /** How many channels the kernels make of each channel by itself. */
  static int depthMultiplier(Fields fields) {
    return fields.wholeNumber(
        "depthMultiplier", "kernels per input channel", Range.between(1, 10_000), 1);
  }

  /**
   * Tells what DL4J does to the parameters of a layer whose bias lies before its weights in memory
   * while its table of parameters names it behind them.
   */
  void warnOfMisplacedBias(Fields fields) {
    if (weights.bias() && !weights.regularization().isNone()) {
      fields.deviation("regularization", MISPLACED_BIAS);
    }
    if (weights.bias() && weights.training().biasOptimizer().isPresent()) {
      fields.deviation("biasOptimizer", MISPLACED_BIAS);
    }
  }

  /** In a few words: {@code 5x5, relu}. */
  String detail() {
    return window.detail() + ", " + activation.word();
  }

  /**
   * Why it cannot have its activation, or be so large, if it cannot.
   *
   * @param weights how many there would be
   * @param outputs how many numbers would leave
   */
  Optional<String> misfit(long weights, long outputs) {
    if (activation.isSoftmax()) {
      return Optional.of(
          "expected an activation of single elements here, got softmax, which is one of all"
              + " features of a position; put a layer 'activation' behind this one");
    }
    if (weights > Integer.MAX_VALUE) {
      return Optional.of("expected at most 2^31 - 1 weights, got " + weights);
    }
    return outputs <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of("expected at most 2^31 - 1 values to leave, got " + outputs);
  }

  /** The number of places in the kernel. */
  long places() {
    return product(window.kernel());
  }

  /**
   * The fans of DL4J's initializers.
   *
   * @param in channels that a kernel sees
   * @param out channels that kernels make of them; an input lies in one window of so many strides
   */
  Fans fans(long in, long out) {
    return new Fans((double) in * places(), (double) out * places() / product(window.stride()));
  }

  private static long product(List<Integer> sizes) {
    return sizes.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }

  /** Sets everything that DL4J's convolutional layers have in common. */
  <B extends BaseConvBuilder<?>> B applyTo(B builder, int filters, LayerContext context) {
    builder
        .kernelSize(dl4j(window.kernel(), 1))
        .stride(dl4j(window.stride(), 1))
        .padding(dl4j(window.padding(), 0))
        .dilation(dl4j(window.dilation(), 1))
        .convolutionMode(window.mode().toDl4j())
        .hasBias(weights.bias())
        .nIn(context.input().size(0))
        .nOut(filters)
        .activation(activation.toDl4j());
    weights.applyTo(builder, context);
    return builder;
  }

  /**
   * DL4J has a second axis beside the steps of a sequence, which it fills with the same numbers if
   * it is given one only: then its initializers would take a kernel of 5 for one of 25.
   */
  private static int[] dl4j(List<Integer> sizes, int second) {
    return sizes.size() == 1 ? new int[] {sizes.get(0), second} : Window.array(sizes);
  }
}
