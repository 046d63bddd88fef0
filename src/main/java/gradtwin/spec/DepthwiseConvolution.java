package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.DepthwiseConvolutionLayer;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;

/**
 * A convolution of each channel of an image by itself; by hand: {@link DepthwiseConvolutionLayer}.
 *
 * <pre>{@code
 * - type: depthwiseConvolution2d
 *   depthMultiplier: 2
 *   kernel: 3
 *   activation: relu
 * }</pre>
 *
 * @param depthMultiplier how many channels it makes of each, at least 1
 * @param kernel what is slid
 */
public record DepthwiseConvolution(int depthMultiplier, SlidingKernel kernel) implements LayerSpec {
  static DepthwiseConvolution read(Fields fields) {
    int depthMultiplier = SlidingKernel.depthMultiplier(fields);
    SlidingKernel kernel = SlidingKernel.read(fields, 2, Window.COMMON_MODES, List.of(0, 1));
    kernel.warnOfMisplacedBias(fields);
    return new DepthwiseConvolution(depthMultiplier, kernel);
  }

  @Override
  public String word() {
    return "depthwiseConvolution2d";
  }

  @Override
  public String detail() {
    return kernel.detail();
  }

  private long filters(Shape input) {
    return (long) input.size(0) * depthMultiplier;
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return kernel
        .window()
        .misfit(input)
        .or(
            () ->
                kernel.misfit(
                    kernel.places() * filters(input),
                    filters(input) * kernel.window().over(input).count()))
        .or(() -> kernel.weights().misfit(weightsShape(input.size(0))));
  }

  @Override
  public Shape outputShape(Shape input) {
    return kernel.window().over(input).windowsShape((int) filters(input));
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return key.equals("b")
        ? List.of(
            Axis.joined(Shape.of(input.size(0), depthMultiplier), Axis.named("channel", "kernel")))
        : Axis.named("y", "x", "channel", "kernel");
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder =
        new DepthwiseConvolution2D.Builder()
            .dataFormat(CNN2DFormat.NCHW)
            .depthMultiplier(depthMultiplier);
    return kernel.applyTo(builder, (int) filters(context.input()), context).build();
  }

  @Override
  public ActivatedLayer toTwin(LayerContext context) {
    int in = context.input().size(0);
    Weights weights = kernel.weights();
    Parameter w =
        weights.weights("W", weightsShape(in), kernel.fans(in, depthMultiplier), context, 0);
    return weights.noisy(
        new DepthwiseConvolutionLayer(
            kernel.window().over(context.input()),
            w,
            weights.bias("b", in * depthMultiplier),
            kernel.activation().twin()),
        context);
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(kernel.weights());
  }

  private Shape weightsShape(int in) {
    List<Integer> places = kernel.window().kernel();
    return Shape.of(places.get(0), places.get(1), in, depthMultiplier);
  }
}
