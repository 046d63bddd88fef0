package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.LayerRules;
import gradtwin.twin.layer.MaskZeroLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;

/**
 * Hides the steps at which every feature has one value from a recurrent layer; by hand: {@link
 * MaskZeroLayer}.
 *
 * <pre>{@code
 * - type: maskZero
 *   maskValue: 0
 *   layer: {type: simpleRnn, units: 32}
 * }</pre>
 *
 * @param layer that does not see the steps
 * @param maskValue the value of every feature of such a step
 */
public record MaskZero(RecurrentSpec layer, double maskValue) implements RecurrentSpec {
  static MaskZero read(Fields fields) {
    RecurrentSpec layer =
        RecurrentSpec.read(
            fields,
            inner -> !(inner instanceof MaskZero),
            "simpleRnn, lstm, gravesLstm or bidirectional",
            "; lastTimeStep stands around maskZero");
    RecurrentSpec cell = layer instanceof Bidirectional both ? both.layer() : layer;
    if (!(cell instanceof SimpleRnn)) {
      fields.deviation(
          "layer",
          "DL4J's backward pass through "
              + cell.word()
              + " goes on through hidden steps (LSTMHelpers.backpropGradientHelper in 1.0.0-M2.1):"
              + " its gradients are wrong where there are any; the twin's are right");
    }
    return new MaskZero(
        layer, fields.number("maskValue", "value of every feature of a hidden step", Range.ANY, 0));
  }

  @Override
  public String word() {
    return "maskZero";
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
  public boolean losesMask() {
    return true;
  }

  @Override
  public Shape outputShape(Shape input) {
    return layer.outputShape(input);
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return layer.parameterAxes(key, input);
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer(
        layer.toDl4j(context), maskValue);
  }

  @Override
  public MaskZeroLayer toTwin(LayerContext context) {
    return new MaskZeroLayer(layer.toTwin(context), maskValue);
  }

  @Override
  public LayerRules rules(TrainingSpec training) {
    return layer.rules(training);
  }
}
