package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.twin.LayerRules;
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
    SlidingKernel kernel = SlidingKernel.read(fields, 2, Window.COMMON_MODES);
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
                    filters(input) * kernel.window().over(input).count()));
  }

  @Override
  public Shape outputShape(Shape input) {
    return kernel.window().over(input).windowsShape((int) filters(input));
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
  public DepthwiseConvolutionLayer toTwin(LayerContext context) {
    int in = context.input().size(0);
    List<Integer> places = kernel.window().kernel();
    Shape shape = Shape.of(places.get(0), places.get(1), in, depthMultiplier);
    Weights weights = kernel.weights();
    Parameter w = weights.weights("W", shape, kernel.fans(in, depthMultiplier), context, 0);
    return new DepthwiseConvolutionLayer(
        kernel.window().over(context.input()),
        w,
        weights.bias("b", in * depthMultiplier),
        kernel.activation().twin());
  }

  @Override
  public LayerRules rules(TrainingSpec training) {
    return kernel.weights().training().toTwin(training);
  }
}
