package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.SimpleRnnLayer;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A recurrent layer whose state is its output; by hand: {@link SimpleRnnLayer}.
 *
 * <pre>{@code
 * - type: simpleRnn
 *   units: 32
 *   activation: tanh
 *   recurrentInitializer: glorotNormal
 * }</pre>
 */
public record SimpleRnn(Recurrence recurrence, ActivationSpec activation) implements RecurrentSpec {
  static SimpleRnn read(Fields fields) {
    return new SimpleRnn(
        Recurrence.read(fields, true),
        fields.word("activation", "function of each output", ActivationSpec.WORDS, "tanh"));
  }

  @Override
  public String word() {
    return "simpleRnn";
  }

  @Override
  public String detail() {
    return activation.word();
  }

  @Override
  public boolean isCell() {
    return true;
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return recurrence.misfit(input, recurrence.units());
  }

  @Override
  public Shape outputShape(Shape input) {
    return recurrence.outputShape(input);
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return Recurrence.parameterAxes(key);
  }

  @Override
  public boolean hasUnits() {
    return true;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder =
        new org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn.Builder()
            .hasLayerNorm(false)
            .activation(activation.toDl4j());
    recurrence.applyTo(builder, context);
    return builder.build();
  }

  @Override
  public SimpleRnnLayer toTwin(LayerContext context) {
    int in = context.input().size(0);
    int units = recurrence.units();
    return new SimpleRnnLayer(
        recurrence.inputWeights(units, new Fans(in, units), context),
        recurrence.recurrentWeights(units, new Fans(units, units), context),
        recurrence.weights().bias("b", units).orElseThrow(),
        activation.twin());
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(recurrence.weights());
  }
}
