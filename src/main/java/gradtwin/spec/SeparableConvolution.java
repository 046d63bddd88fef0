package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.SeparableConvolutionLayer;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;

/**
 * A depthwise convolution of an image whose channels are mixed afterwards; by hand: {@link
 * SeparableConvolutionLayer}.
 *
 * <pre>{@code
 * - type: separableConvolution2d
 *   filters: 32
 *   kernel: 3
 *   activation: relu
 * }</pre>
 *
 * @param filters how many channels leave, at least 1
 * @param depthMultiplier how many channels are made of each before they are mixed, at least 1
 * @param kernel what is slid
 */
public record SeparableConvolution(int filters, int depthMultiplier, SlidingKernel kernel)
    implements LayerSpec {
  static SeparableConvolution read(Fields fields) {
    int filters = SlidingKernel.filters(fields);
    int depthMultiplier = SlidingKernel.depthMultiplier(fields);
    SlidingKernel kernel = SlidingKernel.read(fields, 2, Window.COMMON_MODES, List.of(1, 2, 3));
    kernel.warnOfMisplacedBias(fields);
    return new SeparableConvolution(filters, depthMultiplier, kernel);
  }

  @Override
  public String word() {
    return "separableConvolution2d";
  }

  @Override
  public String detail() {
    return kernel.detail();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    long between = (long) input.size(0) * depthMultiplier;
    return kernel
        .window()
        .misfit(input)
        .or(
            () ->
                kernel.misfit(
                    Math.max(kernel.places(), filters) * between,
                    Math.max(between, filters) * kernel.window().over(input).count()))
        .or(() -> kernel.weights().misfit(weightsShape(input.size(0))))
        .or(() -> kernel.weights().misfit(mixingShape(input.size(0))));
  }

  @Override
  public Shape outputShape(Shape input) {
    return kernel.window().over(input).windowsShape(filters);
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return switch (key) {
      case "W" -> Axis.named("kernel", "channel", "y", "x");
      case "pW" ->
          List.of(
              Axis.of("filter"),
              Axis.joined(
                  Shape.of(input.size(0), depthMultiplier), Axis.named("channel", "kernel")),
              Axis.of("y"),
              Axis.of("x"));
      default -> Axis.named("filter");
    };
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder =
        new SeparableConvolution2D.Builder()
            .dataFormat(CNN2DFormat.NCHW)
            .depthMultiplier(depthMultiplier);
    return kernel.applyTo(builder, filters, context).build();
  }

  @Override
  public ActivatedLayer toTwin(LayerContext context) {
    int in = context.input().size(0);
    int between = in * depthMultiplier;
    Weights weights = kernel.weights();
    Parameter w =
        weights.weights("W", weightsShape(in), kernel.fans(in, depthMultiplier), context, 0);
    // for the second fan DL4J has the number of inputs again, not that of the filters
    Parameter pw = weights.weights("pW", mixingShape(in), new Fans(between, between), context, 1);
    return weights.noisy(
        new SeparableConvolutionLayer(
            kernel.window().over(context.input()),
            w,
            pw,
            weights.bias("b", filters),
            kernel.activation().twin()),
        context);
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(kernel.weights());
  }

  private Shape weightsShape(int in) {
    List<Integer> places = kernel.window().kernel();
    return Shape.of(depthMultiplier, in, places.get(0), places.get(1));
  }

  private Shape mixingShape(int in) {
    return Shape.of(filters, in * depthMultiplier, 1, 1);
  }
}
