package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.LayerRules;
import gradtwin.twin.layer.TimeDistributedLayer;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.RNNFormat;

/**
 * A layer for rows at each step of a sequence; by hand: {@link TimeDistributedLayer}.
 *
 * <pre>{@code
 * - type: timeDistributed
 *   layer: {type: dense, units: 16, activation: relu}
 * }</pre>
 *
 * @param layer for the row of each step
 */
public record TimeDistributed(LayerSpec layer) implements LayerSpec {
  static TimeDistributed read(Fields fields) {
    int before = fields.errors();
    LayerSpec layer = fields.word("layer", "what it is around", LayerSpec.words());
    if (!isForRows(layer) && fields.has("layer") && fields.errors() == before) {
      fields.error(
          "layer",
          "expected dense or activation, which work on the row of each step, got '"
              + layer.word()
              + "'");
    }
    if (layer.weightNoise().isPresent()) {
      fields.error(
          "layer", "expected a layer without weightNoise here; give it to a layer of its own");
    }
    return new TimeDistributed(isForRows(layer) ? layer : Dense.read(Fields.blank()));
  }

  private static boolean isForRows(LayerSpec layer) {
    return layer instanceof Dense || layer instanceof Activation;
  }

  private static Shape row(Shape input) {
    return Shape.of(input.size(0));
  }

  @Override
  public String word() {
    return "timeDistributed";
  }

  @Override
  public String detail() {
    return layer.word() + " " + layer.detail();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return Sequences.misfit(input, "its layer alone is for rows")
        .or(() -> layer.misfit(row(input)));
  }

  @Override
  public Optional<String> unfreezable() {
    return layer.unfreezable();
  }

  @Override
  public Optional<String> deviationOfMask() {
    return Optional.of(
        "DL4J 1.0.0-M2.1 takes the wrong steps of shorter sequences for padding"
            + " (TimeDistributedLayer lays out rows example by example and their mask step by"
            + " step); the twin does not; write its layer without timeDistributed");
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(layer.outputShape(row(input)).size(0), input.size(input.rank() - 1));
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return layer.parameterAxes(key, row(input));
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed(
        layer.toDl4j(context.withInput(row(context.input()))), RNNFormat.NCW);
  }

  @Override
  public TimeDistributedLayer toTwin(LayerContext context) {
    return new TimeDistributedLayer(layer.toTwin(context.withInput(row(context.input()))));
  }

  @Override
  public LayerRules rules(TrainingSpec training) {
    return layer.rules(training);
  }
}
