package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.yaml.Fields;
import java.util.Optional;

/**
 * An activation as a layer of its own; by hand: {@link ActivationLayer}.
 *
 * <pre>{@code
 * - type: activation
 *   activation: tanh
 * }</pre>
 */
public record Activation(ActivationSpec activation) implements LayerSpec {
  static Activation read(Fields fields) {
    return new Activation(
        fields.word("activation", "function of each element", ActivationSpec.WORDS));
  }

  @Override
  public String word() {
    return "activation";
  }

  @Override
  public String detail() {
    return activation.word();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return activation.misfit(input);
  }

  @Override
  public Optional<String> unfreezable() {
    return Optional.of("expected a layer with parameters, got 'activation'; write it as it is");
  }

  /** DL4J takes a softmax over the last axis, which is that of the features in rows only. */
  @Override
  public boolean worksOnRows(Shape input) {
    return activation.isSoftmax();
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.ActivationLayer.Builder()
        .activation(activation.toDl4j())
        .build();
  }

  @Override
  public ActivationLayer toTwin(LayerContext context) {
    return new ActivationLayer(activation.twin());
  }

  @Override
  public Optional<ActivationSpec> ownActivation() {
    return Optional.of(activation);
  }
}
