package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.LayerRules;
import gradtwin.twin.layer.LastTimeStepLayer;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;

/**
 * The last step of a recurrent layer's output; by hand: {@link LastTimeStepLayer}.
 *
 * <pre>{@code
 * - type: lastTimeStep
 *   layer: {type: lstm, units: 128}
 * }</pre>
 *
 * @param layer that goes through the sequence
 */
public record LastTimeStep(RecurrentSpec layer) implements LayerSpec {
  static LastTimeStep read(Fields fields) {
    return new LastTimeStep(
        RecurrentSpec.read(
            fields,
            layer -> true,
            "simpleRnn, lstm, gravesLstm, bidirectional or maskZero",
            ", which does not go through a sequence step by step"));
  }

  @Override
  public String word() {
    return "lastTimeStep";
  }

  @Override
  public String detail() {
    return layer.word();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return layer.misfit(input);
  }

  @Override
  public Optional<String> deviationOfMask() {
    RecurrentSpec cell = layer instanceof Bidirectional both ? both.layer() : layer;
    return cell instanceof Lstm || cell instanceof GravesLstm
        ? Optional.of(
            "DL4J's backward pass through "
                + cell.word()
                + " goes on through missing steps (LSTMHelpers.backpropGradientHelper in"
                + " 1.0.0-M2.1): its gradients are wrong where they come before others, in either"
                + " direction; the twin's are right")
        : Optional.empty();
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(layer.outputShape(input).size(0));
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return layer.parameterAxes(key, input);
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep(layer.toDl4j(context));
  }

  @Override
  public LastTimeStepLayer toTwin(LayerContext context) {
    return new LastTimeStepLayer(layer.toTwin(context));
  }

  @Override
  public LayerRules rules(TrainingSpec training) {
    return layer.rules(training);
  }
}
