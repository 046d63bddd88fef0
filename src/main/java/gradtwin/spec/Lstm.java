package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.LstmLayer;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Long short-term memory; by hand: {@link LstmLayer}.
 *
 * <pre>{@code
 * - type: lstm
 *   units: 64
 *   activation: tanh
 *   gateActivation: sigmoid
 *   forgetGateBias: 1
 * }</pre>
 */
public record Lstm(GatedRecurrence gates) implements RecurrentSpec {
  private static final int PEEPHOLES = 0;

  static Lstm read(Fields fields) {
    return new Lstm(GatedRecurrence.read(fields));
  }

  @Override
  public String word() {
    return "lstm";
  }

  @Override
  public String detail() {
    return gates.activation().word();
  }

  @Override
  public boolean isCell() {
    return true;
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return gates.misfit(input, PEEPHOLES);
  }

  @Override
  public Shape outputShape(Shape input) {
    return gates.recurrence().outputShape(input);
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return gates.parameterAxes(key);
  }

  @Override
  public boolean hasUnits() {
    return true;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder = new org.deeplearning4j.nn.conf.layers.LSTM.Builder();
    gates.applyTo(builder, context);
    return builder.build();
  }

  @Override
  public LstmLayer toTwin(LayerContext context) {
    return gates.toTwin(context, PEEPHOLES);
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(gates.recurrence().weights());
  }
}
