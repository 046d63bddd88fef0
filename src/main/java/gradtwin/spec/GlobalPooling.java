package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.GlobalPoolingLayer;
import gradtwin.yaml.Fields;
import java.util.Optional;

/**
 * One number for each feature of a sequence or channel of an image or a volume; by hand: {@link
 * GlobalPoolingLayer}.
 *
 * <pre>{@code
 * - type: globalPooling
 *   pooling: average
 * }</pre>
 */
public record GlobalPooling(PoolingSpec pooling) implements LayerSpec {
  static GlobalPooling read(Fields fields) {
    return new GlobalPooling(
        fields.word(
            "pooling", "what stands for all steps or pixels of a channel", PoolingSpec.WORDS));
  }

  @Override
  public String word() {
    return "globalPooling";
  }

  @Override
  public String detail() {
    return pooling.detail();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return input.rank() == 1
        ? Optional.of("expected a sequence, an image or a volume per example, got shape " + input)
        : Optional.empty();
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.size(0));
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder =
        new org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer.Builder(pooling.dl4j())
            .collapseDimensions(true);
    pooling.pnorm().ifPresent(builder::pnorm);
    return builder.build();
  }

  @Override
  public GlobalPoolingLayer toTwin(LayerContext context) {
    return new GlobalPoolingLayer(pooling.twin());
  }
}
