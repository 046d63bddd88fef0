package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.UpsamplingLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;

/**
 * Repeats each element along each spatial axis; by hand: {@link UpsamplingLayer}.
 *
 * <pre>{@code
 * - type: upsampling2d
 *   size: [2, 3]
 * }</pre>
 *
 * @param axes the spatial axes of an example
 * @param size how often, one per axis
 */
public record Upsampling(Axes axes, List<Integer> size) implements LayerSpec {
  static Upsampling read(Fields fields, int count) {
    return new Upsampling(
        new Axes(count),
        fields.sizes("size", "how often an element is there", count, Range.between(1, 1000), 2));
  }

  @Override
  public String word() {
    return axes.word("upsampling");
  }

  @Override
  public String detail() {
    return size.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return axes.misfit(input, axis -> repeated(input, axis));
  }

  private long repeated(Shape input, int axis) {
    return (long) input.size(axis + 1) * size.get(axis);
  }

  @Override
  public Optional<String> misfitOfMask() {
    return axes.misfitOfMask();
  }

  @Override
  public Shape outputShape(Shape input) {
    return axes.shape(input, axis -> repeated(input, axis));
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    int[] sizes = Window.array(size);
    return switch (axes.count()) {
      case 1 -> new Upsampling1D.Builder().size(sizes).build();
      case 2 -> new Upsampling2D.Builder().size(sizes).dataFormat(CNN2DFormat.NCHW).build();
      default ->
          new Upsampling3D.Builder().size(sizes).dataFormat(Convolution3D.DataFormat.NCDHW).build();
    };
  }

  @Override
  public UpsamplingLayer toTwin(LayerContext context) {
    return new UpsamplingLayer(size);
  }
}
