package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Windows;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.LocallyConnectedLayer;
import gradtwin.yaml.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Windows with weights of their own, over the steps of a sequence or over an image; by hand: {@link
 * LocallyConnectedLayer}.
 *
 * <pre>{@code
 * - type: locallyConnected2d
 *   filters: 4
 *   kernel: 3
 *   stride: 2
 *   activation: tanh
 * }</pre>
 *
 * @param filters how many channels leave, at least 1
 * @param window without dilation
 * @param weights of the windows, and the bias of each channel
 * @param activation of each element
 */
public record LocallyConnected(
    int filters, Window window, Weights weights, ActivationSpec activation) implements LayerSpec {
  static LocallyConnected read(Fields fields, int axes) {
    SameDiffWords.warnOfDoubledGradients(fields);
    if (axes == 2) {
      fields.deviation(
          "type",
          "DL4J 1.0.0-M2.1 numbers the windows of an image column by column and lays out what they"
              + " see row by row (LocallyConnected2D.defineLayer), so that its output is scrambled"
              + " where there are several rows and columns of windows; the twin's is not");
    }
    LocallyConnected layer =
        new LocallyConnected(
            SlidingKernel.filters(fields),
            Window.readUndilated(fields, axes),
            Weights.readOfSameDiff(fields),
            fields.word(
                "activation", "function of each element", ActivationSpec.WORDS, "identity"));
    if (SameDiffWords.of(layer.activation).isEmpty()) {
      fields.error(
          "activation",
          "expected an activation that DL4J 1.0.0-M2.1 computes here as elsewhere"
              + " (Activation.asSameDiff), got '"
              + layer.activation.word()
              + "'; put a layer 'activation' behind this one");
    }
    return layer;
  }

  private int axes() {
    return window.kernel().size();
  }

  @Override
  public String word() {
    return new Axes(axes()).word("locallyConnected");
  }

  @Override
  public String detail() {
    return window.detail() + ", " + activation.word();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return window
        .misfit(input)
        .or(
            () -> {
              Windows windows = window.over(input);
              long weights = (long) windows.count() * input.size(0) * windows.kernel() * filters;
              return weights <= Integer.MAX_VALUE
                  ? Optional.empty()
                  : Optional.of("expected at most 2^31 - 1 weights, got " + weights);
            });
  }

  @Override
  public Shape outputShape(Shape input) {
    return window.over(input).windowsShape(filters);
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    if (key.equals("b")) {
      return Axis.named("filter");
    }
    int[] out = outputShape(input).sizes();
    Shape windows = Shape.of(Arrays.copyOfRange(out, 1, out.length));
    Shape seen =
        Shape.of(
            IntStream.concat(
                    IntStream.of(input.size(0)), Arrays.stream(Window.array(window.kernel())))
                .toArray());
    Axis channel = Axis.ofExample(input.rank()).get(0);
    return List.of(
        Axis.joined(
            windows, axes() == 1 ? Axis.named("window") : Axis.named("window y", "window x")),
        Axis.joined(seen, Axis.concat(channel, Axis.ofKernel(axes()))),
        Axis.of("filter"));
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    SameDiffLayer layer = axes() == 1 ? overSteps(context.input()) : overPixels(context.input());
    weights.applyTo(layer, context);
    return layer;
  }

  private Activation dl4jActivation() {
    return SameDiffWords.of(activation).orElseThrow();
  }

  private LocallyConnected1D overSteps(Shape input) {
    var builder =
        new LocallyConnected1D.Builder()
            .nIn(input.size(0))
            .nOut(filters)
            .setInputSize(input.size(1))
            .kernelSize(window.kernel().get(0))
            .stride(window.stride().get(0))
            .padding(window.padding().get(0))
            .dilation(1)
            .convolutionMode(window.mode().toDl4j())
            .hasBias(weights.bias())
            .activation(dl4jActivation());
    LocallyConnected1D layer = builder.build();
    layer.computeOutputSize();
    return layer;
  }

  private LocallyConnected2D overPixels(Shape input) {
    var builder =
        new LocallyConnected2D.Builder()
            .nIn(input.size(0))
            .nOut(filters)
            .setInputSize(input.size(1), input.size(2))
            .kernelSize(Window.array(window.kernel()))
            .stride(Window.array(window.stride()))
            .padding(Window.array(window.padding()))
            .dilation(1, 1)
            .convolutionMode(window.mode().toDl4j())
            .dataFormat(CNN2DFormat.NCHW)
            .hasBias(weights.bias())
            .activation(dl4jActivation());
    LocallyConnected2D layer = builder.build();
    layer.computeOutputSize();
    return layer;
  }

  @Override
  public LocallyConnectedLayer toTwin(LayerContext context) {
    int in = context.input().size(0);
    Windows windows = window.over(context.input());
    Shape shape = Shape.of(windows.count(), in * windows.kernel(), filters);
    double strides = product(window.stride());
    Fans fans = new Fans(in * windows.kernel(), filters * windows.kernel() / strides);
    Parameter w = weights.weights("W", shape, fans, context, 0);
    return new LocallyConnectedLayer(
        windows, window.keepsMask(), w, weights.bias("b", filters), activation.twin());
  }

  private static double product(List<Integer> sizes) {
    return sizes.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(weights);
  }
}
