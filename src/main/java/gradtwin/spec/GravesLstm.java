package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.LstmLayer;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Long short-term memory whose gates see the memory through peepholes; by hand: {@link LstmLayer}.
 *
 * <pre>{@code
 * - type: gravesLstm
 *   units: 64
 *   activation: tanh
 *   gateActivation: sigmoid
 *   forgetGateBias: 1
 * }</pre>
 */
public record GravesLstm(GatedRecurrence gates) implements RecurrentSpec {
  private static final int PEEPHOLES = 3;

  static GravesLstm read(Fields fields) {
    return new GravesLstm(GatedRecurrence.read(fields));
  }

  @Override
  public String word() {
    return "gravesLstm";
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
  @SuppressWarnings("deprecation") // by its authors, in favour of LSTM, which has no peepholes
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder = new org.deeplearning4j.nn.conf.layers.GravesLSTM.Builder();
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
