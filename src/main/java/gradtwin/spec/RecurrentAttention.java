package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.DotProductAttention;
import gradtwin.twin.layer.RecurrentAttentionLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;

/**
 * A recurrent layer that remembers by attention to its input; by hand: {@link
 * RecurrentAttentionLayer}.
 *
 * <pre>{@code
 * - type: recurrentAttention
 *   units: 16
 *   heads: 2
 *   activation: tanh
 * }</pre>
 *
 * @param units features of each step as it leaves, at least 1
 * @param heads what comes with {@code projectInput: true}; outputs are compared with inputs as they
 *     are if empty
 * @param weights the weights and the bias
 */
public record RecurrentAttention(
    int units, ActivationSpec activation, Optional<AttentionHeads> heads, Weights weights)
    implements LayerSpec {
  /** W and RW come before the projections. */
  private static final int FIRST_PROJECTION = 2;

  static RecurrentAttention read(Fields fields) {
    SameDiffWords.warnOfDoubledGradients(fields);
    int units = fields.wholeNumber("units", "features of each step", Range.between(1, 1_000_000));
    ActivationSpec activation =
        fields.word("activation", "function of each neuron", ActivationSpec.WORDS, "tanh");
    if (SameDiffWords.of(activation).isEmpty()) {
      fields.error(
          "activation",
          "expected identity, sigmoid, tanh, relu, elu, softplus, softsign, cube or hardTanh here,"
              + " with default parameters, as DL4J 1.0.0-M2.1 takes only the name of one for this"
              + " layer, got '"
              + activation.word()
              + "'");
    }
    boolean projects =
        fields.flag("projectInput", "whether heads see inputs and outputs through weights", true);
    return new RecurrentAttention(
        units,
        activation,
        projects ? Optional.of(AttentionHeads.read(fields, units)) : Optional.empty(),
        Weights.readOfSameDiff(fields));
  }

  @Override
  public String word() {
    return "recurrentAttention";
  }

  @Override
  public String detail() {
    return activation.word();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return Sequences.misfit(input, "attention is to the steps of a sequence")
        .or(() -> misfitOfSequence(input.size(0), input.size(1)));
  }

  private Optional<String> misfitOfSequence(int features, int steps) {
    if (steps == 1) {
      return Optional.of(
          "expected at least 2 steps, got 1: DL4J 1.0.0-M2.1 finds no gradient for a single one"
              + " (RecurrentAttentionLayer.defineLayer joins one step with nothing); use dense");
    }
    if (heads.isEmpty() && units != features) {
      return Optional.of(
          "expected as many units as features, "
              + features
              + ", since outputs are compared with inputs as they are, got "
              + units
              + "; with projectInput: true they may differ");
    }
    long count = (long) units * Math.max(units, features);
    return count <= Integer.MAX_VALUE
        ? heads.flatMap(h -> h.misfit(units, features, units))
        : Optional.of("expected at most 2^31 - 1 weights, got " + count);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(units, input.size(1));
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return switch (key) {
      case "W", "RW", "b" -> Recurrence.parameterAxes(key);
      default -> heads.orElseThrow().parameterAxes(key);
    };
  }

  @Override
  public boolean hasUnits() {
    return true;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    int features = context.input().size(0);
    var layer =
        new org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer.Builder()
            .nIn(features)
            .nOut(units)
            .nHeads(heads.map(AttentionHeads::count).orElse(1))
            .headSize(heads.map(AttentionHeads::size).orElse(features))
            .projectInput(heads.isPresent())
            .hasBias(weights.bias())
            .activation(SameDiffWords.of(activation).orElseThrow())
            .build();
    weights.applyTo(layer, context);
    return layer;
  }

  @Override
  public RecurrentAttentionLayer toTwin(LayerContext context) {
    int features = context.input().size(0);
    return new RecurrentAttentionLayer(
        weights.weights("W", Shape.of(features, units), new Fans(features, units), context, 0),
        weights.weights("RW", Shape.of(units, units), new Fans(units, units), context, 1),
        weights.bias("b", units),
        heads
            .map(h -> h.toTwin(weights, context, units, units, FIRST_PROJECTION))
            .orElseGet(() -> new DotProductAttention(Optional.empty())),
        activation.twin());
  }

  @Override
  public Optional<ActivationSpec> ownActivation() {
    return Optional.of(activation);
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(weights);
  }
}
