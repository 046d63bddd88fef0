package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.ZeroPaddingLayer;
import gradtwin.yaml.Fields;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;

/**
 * Puts zeros at both ends of each spatial axis; by hand: {@link ZeroPaddingLayer}.
 *
 * <pre>{@code
 * - type: zeroPadding2d
 *   top: 1
 *   left: 2
 * }</pre>
 *
 * @param axes the spatial axes of an example
 * @param sides how many zeros
 */
public record ZeroPadding(Axes axes, Sides sides) implements LayerSpec {
  static ZeroPadding read(Fields fields, int count) {
    Axes axes = new Axes(count);
    return new ZeroPadding(axes, Sides.read(fields, axes, "zeros to add"));
  }

  @Override
  public String word() {
    return axes.word("zeroPadding");
  }

  @Override
  public String detail() {
    return sides.detail();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return axes.misfit(input, axis -> input.size(axis + 1) + sides.both(axis));
  }

  @Override
  public Optional<String> misfitOfMask() {
    return axes.misfitOfMask();
  }

  @Override
  public Shape outputShape(Shape input) {
    return axes.shape(input, axis -> input.size(axis + 1) + sides.both(axis));
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    int[] padding = sides.toDl4j();
    return switch (axes.count()) {
      case 1 -> new ZeroPadding1DLayer.Builder(padding).build();
      case 2 ->
          new org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer.Builder(padding)
              .dataFormat(CNN2DFormat.NCHW)
              .build();
      default -> new ZeroPadding3DLayer.Builder(padding).build();
    };
  }

  @Override
  public ZeroPaddingLayer toTwin(LayerContext context) {
    return new ZeroPaddingLayer(sides.before(), sides.after());
  }
}
