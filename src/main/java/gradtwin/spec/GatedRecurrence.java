package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.LstmLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;

/**
 * What the two kinds of LSTM have in common.
 *
 * @param activation of the candidate and of the memory that is read
 * @param gateActivation of the three gates
 * @param forgetGateBias the value that each bias of the forget gate starts at; the others start at
 *     0
 */
record GatedRecurrence(
    Recurrence recurrence,
    ActivationSpec activation,
    ActivationSpec gateActivation,
    double forgetGateBias) {
  private static final List<String> GATES =
      List.of("candidate", "gate 'forget'", "gate 'output'", "gate 'input'");
  private static final List<String> PEEPHOLES =
      List.of("gate 'forget'", "gate 'output'", "gate 'input'");
  private static final int BLOCKS = GATES.size();

  static GatedRecurrence read(Fields fields) {
    return new GatedRecurrence(
        Recurrence.read(fields, false),
        fields.word("activation", "function of candidate and memory", ActivationSpec.WORDS, "tanh"),
        fields.word("gateActivation", "function of each gate", ActivationSpec.WORDS, "sigmoid"),
        fields.number(
            "forgetGateBias", "value each bias of the forget gate starts at", Range.ANY, 1));
  }

  Optional<String> misfit(Shape input, int peepholes) {
    return recurrence.misfit(input, (long) BLOCKS * recurrence.units() + peepholes);
  }

  void applyTo(AbstractLSTM.Builder<?> builder, LayerContext context) {
    builder
        .gateActivationFunction(gateActivation.toDl4j())
        .forgetGateBiasInit(forgetGateBias)
        .helperAllowFallback(true)
        .activation(activation.toDl4j());
    recurrence.applyTo(builder, context);
  }

  /**
   * The layer by hand.
   *
   * @param peepholes how many columns of the recurrent weights are peepholes
   */
  LstmLayer toTwin(LayerContext context, int peepholes) {
    int units = recurrence.units();
    Fans fans = new Fans(units, context.input().size(0) + units); // DL4J's, for all weights
    Tensor bias = Tensor.zeros(Shape.of(BLOCKS * units));
    for (int j = units; j < 2 * units; j++) {
      bias.values()[j] = forgetGateBias;
    }
    return new LstmLayer(
        recurrence.inputWeights(BLOCKS * units, fans, context),
        recurrence.recurrentWeights(BLOCKS * units + peepholes, fans, context),
        recurrence.bias(bias),
        activation.twin(),
        gateActivation.twin());
  }

  List<Axis> parameterAxes(String key) {
    return Recurrence.parameterAxes(key, this::column);
  }

  /** In DL4J's order, which is the twin's: the gates of all units, then the peepholes. */
  private String column(int index) {
    int block = index / recurrence.units();
    return block < BLOCKS
        ? GATES.get(block) + ", unit " + index % recurrence.units()
        : "peephole of " + PEEPHOLES.get(index - BLOCKS * recurrence.units());
  }
}
