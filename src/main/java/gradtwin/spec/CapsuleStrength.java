package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.CapsuleStrengthLayer;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;

/**
 * The lengths of the vectors of capsules; by hand: {@link CapsuleStrengthLayer}.
 *
 * <pre>{@code
 * - type: capsuleStrength
 * }</pre>
 */
public record CapsuleStrength() implements LayerSpec {
  static CapsuleStrength read(Fields fields) {
    SameDiffWords.warnOfDoubledGradients(fields);
    return new CapsuleStrength();
  }

  @Override
  public String word() {
    return "capsuleStrength";
  }

  @Override
  public String detail() {
    return "";
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return Capsules.misfit(input);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.size(0));
  }

  @Override
  public List<Axis> outputAxes(Shape output) {
    return Axis.named("capsule");
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer.Builder().build();
  }

  @Override
  public CapsuleStrengthLayer toTwin(LayerContext context) {
    return new CapsuleStrengthLayer();
  }
}
