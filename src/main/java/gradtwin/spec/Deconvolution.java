package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.DeconvolutionLayer;
import gradtwin.yaml.Fields;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;

/**
 * A transposed convolution over 2 or 3 axes; by hand: {@link DeconvolutionLayer}. Its output has
 * {@code stride (in - 1) + extent of the kernel - 2 padding} positions, or {@code stride in} with
 * mode same.
 *
 * <pre>{@code
 * - type: deconvolution2d
 *   filters: 8
 *   kernel: 4
 *   stride: 2
 *   padding: 1
 * }</pre>
 *
 * @param axes how many spatial axes there are, 2 or 3
 * @param filters how many channels leave, at least 1
 * @param kernel what is slid over the output
 */
public record Deconvolution(int axes, int filters, SlidingKernel kernel) implements LayerSpec {
  /** Strict would be the same as truncate, since every output is that of some input. */
  private static final Set<WindowMode> MODES = EnumSet.of(WindowMode.TRUNCATE, WindowMode.SAME);

  static Deconvolution read2d(Fields fields) {
    int filters = SlidingKernel.filters(fields);
    return new Deconvolution(2, filters, SlidingKernel.read(fields, 2, MODES, List.of(0, 2, 3)));
  }

  static Deconvolution read3d(Fields fields) {
    int filters = SlidingKernel.filters(fields);
    return new Deconvolution(3, filters, SlidingKernel.read(fields, 3, MODES, List.of(0, 1, 2, 4)));
  }

  @Override
  public String word() {
    return new Axes(axes).word("deconvolution");
  }

  @Override
  public String detail() {
    return kernel.detail();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return kernel
        .window()
        .spreadMisfit(input)
        .or(
            () ->
                kernel.misfit(
                    kernel.places() * input.size(0) * filters,
                    (long) filters * (kernel.window().spread(input).elements() / input.size(0))))
        .or(() -> kernel.weights().misfit(weightsShape(input.size(0))));
  }

  @Override
  public Shape outputShape(Shape input) {
    int[] sizes = kernel.window().spread(input).sizes();
    sizes[0] = filters;
    return Shape.of(sizes);
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    if (key.equals("b")) {
      return Axis.named("filter");
    }
    return axes == 2
        ? Axis.named("channel", "filter", "y", "x")
        : Axis.named("z", "y", "x", "filter", "channel");
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return axes == 2
        ? kernel
            .applyTo(new Deconvolution2D.Builder().dataFormat(CNN2DFormat.NCHW), filters, context)
            .build()
        : kernel
            .applyTo(
                new Deconvolution3D.Builder().dataFormat(Convolution3D.DataFormat.NCDHW),
                filters,
                context)
            .build();
  }

  @Override
  public ActivatedLayer toTwin(LayerContext context) {
    int in = context.input().size(0);
    Weights weights = kernel.weights();
    Parameter w = weights.weights("W", weightsShape(in), kernel.fans(in, filters), context, 0);
    return weights.noisy(
        new DeconvolutionLayer(
            kernel.window().over(kernel.window().spread(context.input())),
            w,
            weights.bias("b", filters),
            kernel.activation().twin()),
        context);
  }

  /** [in, out, K, K], or [K, K, K, out, in]. */
  private Shape weightsShape(int in) {
    IntStream places = kernel.window().kernel().stream().mapToInt(Integer::intValue);
    return axes == 2
        ? Shape.of(IntStream.concat(IntStream.of(in, filters), places).toArray())
        : Shape.of(IntStream.concat(places, IntStream.of(filters, in)).toArray());
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(kernel.weights());
  }
}
