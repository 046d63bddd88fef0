package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.CroppingLayer;
import gradtwin.yaml.Fields;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;

/**
 * Cuts positions off at both ends of each spatial axis; by hand: {@link CroppingLayer}.
 *
 * <pre>{@code
 * - type: cropping2d
 *   top: 1
 *   left: 2
 * }</pre>
 *
 * @param axes the spatial axes of an example
 * @param sides how many positions
 */
public record Cropping(Axes axes, Sides sides) implements LayerSpec {
  static Cropping read(Fields fields, int count) {
    Axes axes = new Axes(count);
    return new Cropping(axes, Sides.read(fields, axes, "positions to cut off"));
  }

  @Override
  public String word() {
    return axes.word("cropping");
  }

  @Override
  public String detail() {
    return sides.detail();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return axes.misfit(input, axis -> left(input, axis));
  }

  private long left(Shape input, int axis) {
    return (long) input.size(axis + 1) - sides.both(axis);
  }

  @Override
  public boolean outputIsViewOfInput() {
    return true;
  }

  @Override
  public Optional<String> misfitOfMask() {
    return axes.misfitOfMask();
  }

  @Override
  public Shape outputShape(Shape input) {
    return axes.shape(input, axis -> left(input, axis));
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    int[] cropping = sides.toDl4j();
    return switch (axes.count()) {
      case 1 -> new Cropping1D.Builder(cropping).build();
      case 2 -> new Cropping2D.Builder(cropping).dataFormat(CNN2DFormat.NCHW).build();
      default -> new Cropping3D.Builder(cropping).build();
    };
  }

  @Override
  public CroppingLayer toTwin(LayerContext context) {
    return new CroppingLayer(sides.before(), sides.after());
  }
}
