package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.SpaceToDepthLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;

/**
 * Makes each pixel of a square block of an image a channel of its own; by hand: {@link
 * SpaceToDepthLayer}.
 *
 * <pre>{@code
 * - type: spaceToDepth
 *   blockSize: 2
 * }</pre>
 *
 * @param blockSize the side of a block in pixels
 */
public record SpaceToDepth(int blockSize) implements LayerSpec {
  static SpaceToDepth read(Fields fields) {
    return new SpaceToDepth(
        fields.wholeNumber("blockSize", "side of a block in pixels", Range.between(2, 1000), 2));
  }

  @Override
  public String word() {
    return "spaceToDepth";
  }

  @Override
  public String detail() {
    return "blocks of " + blockSize;
  }

  @Override
  public Optional<String> misfit(Shape input) {
    Optional<String> otherKind = new Axes(2).misfit(input);
    boolean divides =
        otherKind.isEmpty() && input.size(1) % blockSize == 0 && input.size(2) % blockSize == 0;
    return otherKind.isPresent() || divides
        ? otherKind
        : Optional.of(
            "expected a height and a width that blockSize "
                + blockSize
                + " divides, got shape "
                + input);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(
        input.size(0) * blockSize * blockSize,
        input.size(1) / blockSize,
        input.size(2) / blockSize);
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer.Builder<>(
            blockSize, CNN2DFormat.NCHW)
        .build();
  }

  @Override
  public SpaceToDepthLayer toTwin(LayerContext context) {
    return new SpaceToDepthLayer(blockSize);
  }
}
