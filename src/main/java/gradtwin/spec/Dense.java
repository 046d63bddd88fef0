package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.LayerRules;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.noise.Noise;
import gradtwin.yaml.Fields;
import java.util.Optional;

/**
 * A fully connected layer; by hand: {@link DenseLayer}.
 *
 * <pre>{@code
 * - type: dense
 *   units: 128
 *   activation: relu
 * }</pre>
 */
public record Dense(Projection projection, ActivationSpec activation) implements LayerSpec {
  static Dense read(Fields fields) {
    return new Dense(
        Projection.read(fields),
        fields.word("activation", "function of each neuron", ActivationSpec.WORDS, "identity"));
  }

  @Override
  public String word() {
    return "dense";
  }

  @Override
  public String detail() {
    return activation.word();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return projection.misfit(input);
  }

  @Override
  public Shape outputShape(Shape input) {
    return projection.outputShape(input);
  }

  @Override
  public boolean hasUnits() {
    return true;
  }

  @Override
  public boolean worksOnRows(Shape input) {
    return true;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder =
        new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
            .hasBias(projection.weights().bias())
            .hasLayerNorm(false)
            .activation(activation.toDl4j());
    projection.applyTo(builder, context);
    return builder.build();
  }

  @Override
  public Layer toTwin(LayerContext context) {
    return projection.toTwin(context, activation.twin());
  }

  @Override
  public LayerRules rules(TrainingSpec training) {
    return projection.weights().training().toTwin(training);
  }

  @Override
  public Optional<Noise> weightNoise() {
    return projection.weightNoise();
  }
}
