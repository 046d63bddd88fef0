package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.ConvolutionLayer;
import gradtwin.yaml.Fields;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;

/**
 * A convolution over 1 to 3 axes; by hand: {@link ConvolutionLayer}.
 *
 * <pre>{@code
 * - type: convolution2d
 *   filters: 20
 *   kernel: 5
 *   activation: relu
 * }</pre>
 *
 * @param axes how many spatial axes there are, 1 to 3
 * @param filters how many channels leave, at least 1
 * @param kernel what is slid
 */
public record Convolution(int axes, int filters, SlidingKernel kernel) implements LayerSpec {
  static Convolution read1d(Fields fields) {
    int filters = SlidingKernel.filters(fields);
    SlidingKernel kernel =
        SlidingKernel.read(fields, 1, EnumSet.allOf(WindowMode.class), List.of(0, 1));
    Window window = kernel.window();
    if (window.mode() == WindowMode.CAUSAL && !window.keepsMask()) {
      fields.deviation(
          "stride",
          "where steps are missing, DL4J 1.0.0-M2.1 decides by the windows of mode same which steps"
              + " of the output are there (ConvolutionUtils.cnn1dMaskReduction); the twin decides by"
              + " the causal ones");
    }
    boolean ofVectors =
        kernel.weights().training().constraints().stream().anyMatch(ConstraintSpec::isOfVectors);
    if (ofVectors) {
      fields.deviation(
          "constraints",
          "DL4J 1.0.0-M2.1 tells these weights [kernel, in, out] as [out, in, kernel, 1] without"
              + " moving them (Convolution1DLayer inherits ConvolutionParamInitializer), so that it"
              + " brings vectors to a norm that belong to no output; the twin's are those of each"
              + " output");
    }
    return new Convolution(1, filters, kernel);
  }

  static Convolution read2d(Fields fields) {
    int filters = SlidingKernel.filters(fields);
    return new Convolution(
        2, filters, SlidingKernel.read(fields, 2, Window.COMMON_MODES, List.of(1, 2, 3)));
  }

  static Convolution read3d(Fields fields) {
    int filters = SlidingKernel.filters(fields);
    return new Convolution(
        3, filters, SlidingKernel.read(fields, 3, Window.COMMON_MODES, List.of(1, 2, 3, 4)));
  }

  @Override
  public String word() {
    return new Axes(axes).word("convolution");
  }

  @Override
  public String detail() {
    return kernel.detail();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return kernel
        .window()
        .misfit(input)
        .or(
            () ->
                kernel.misfit(
                    kernel.places() * input.size(0) * filters,
                    (long) filters * kernel.window().over(input).count()))
        .or(() -> kernel.weights().misfit(weightsShape(input.size(0))));
  }

  @Override
  public Optional<String> misfitOfLostMask() {
    return new Axes(axes).misfitOfLostMask();
  }

  @Override
  public Shape outputShape(Shape input) {
    return kernel.window().over(input).windowsShape(filters);
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    List<Axis> places = Axis.ofKernel(axes);
    if (key.equals("b")) {
      return Axis.named("filter");
    }
    return axes == 1
        ? Axis.concat(places.get(0), Axis.named("feature", "filter"))
        : Axis.concat(Axis.of("filter"), Axis.concat(Axis.of("channel"), places));
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return switch (axes) {
      case 1 ->
          kernel
              .applyTo(
                  new Convolution1DLayer.Builder().rnnDataFormat(RNNFormat.NCW), filters, context)
              .build();
      case 2 ->
          kernel
              .applyTo(
                  new org.deeplearning4j.nn.conf.layers.ConvolutionLayer.Builder()
                      .dataFormat(CNN2DFormat.NCHW),
                  filters,
                  context)
              .build();
      default ->
          kernel
              .applyTo(
                  new Convolution3D.Builder().dataFormat(Convolution3D.DataFormat.NCDHW),
                  filters,
                  context)
              .build();
    };
  }

  @Override
  public ActivatedLayer toTwin(LayerContext context) {
    int in = context.input().size(0);
    Weights weights = kernel.weights();
    Parameter w = weights.weights("W", weightsShape(in), kernel.fans(in, filters), context, 0);
    return weights.noisy(
        new ConvolutionLayer(
            kernel.window().over(context.input()),
            kernel.window().keepsMask(),
            w,
            weights.bias("b", filters),
            kernel.activation().twin()),
        context);
  }

  /** [out, in, K...], or [K, in, out] over one axis. */
  private Shape weightsShape(int in) {
    IntStream places = kernel.window().kernel().stream().mapToInt(Integer::intValue);
    return axes == 1
        ? Shape.of(IntStream.concat(places, IntStream.of(in, filters)).toArray())
        : Shape.of(IntStream.concat(IntStream.of(filters, in), places).toArray());
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(kernel.weights());
  }
}
