package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.LayerNormalizedDenseLayer;
import gradtwin.yaml.Fields;
import java.util.Optional;

/**
 * A fully connected layer; by hand: {@link DenseLayer}, or {@link LayerNormalizedDenseLayer}.
 *
 * <pre>{@code
 * - type: dense
 *   units: 128
 *   activation: relu
 * }</pre>
 *
 * @param layerNormalization whether the weighted sums are normalized over the neurons first, with a
 *     gain for each that starts at 1 and is otherwise treated like the weights
 */
public record Dense(Projection projection, ActivationSpec activation, boolean layerNormalization)
    implements LayerSpec {
  private static final double INITIAL_GAIN = 1;

  static Dense read(Fields fields) {
    Projection projection = Projection.read(fields);
    Dense dense =
        new Dense(
            projection,
            fields.word("activation", "function of each neuron", ActivationSpec.WORDS, "identity"),
            fields.flag(
                "layerNormalization",
                "whether the weighted sums are normalized over the neurons of each example",
                false));
    if (dense.layerNormalization && projection.units() == 1 && fields.has("units")) {
      fields.error("units", "expected at least 2 units to normalize over, got 1");
    }
    return dense;
  }

  @Override
  public String word() {
    return "dense";
  }

  @Override
  public String detail() {
    return activation.word() + (layerNormalization ? ", normalized" : "");
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
            .hasLayerNorm(layerNormalization)
            .gainInit(INITIAL_GAIN)
            .activation(activation.toDl4j());
    projection.applyTo(builder, context);
    return builder.build();
  }

  @Override
  public ActivatedLayer toTwin(LayerContext context) {
    return layerNormalization
        ? projection.toNormalizedTwin(context, activation.twin(), INITIAL_GAIN)
        : projection.toTwin(context, activation.twin());
  }

  @Override
  public Optional<ActivationSpec> ownActivation() {
    return Optional.of(activation);
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(projection.weights());
  }
}
