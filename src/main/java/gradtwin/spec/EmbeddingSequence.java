package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.EmbeddingSequenceLayer;
import gradtwin.yaml.Fields;
import java.util.Optional;
import org.deeplearning4j.nn.conf.RNNFormat;

/**
 * Looks up a row of weights for each of a row of indices, which makes a sequence; by hand: {@link
 * EmbeddingSequenceLayer}.
 *
 * <pre>{@code
 * - type: embeddingSequence
 *   vocabularySize: 10000
 *   units: 64
 * }</pre>
 *
 * @param activation of each unit
 */
public record EmbeddingSequence(LookupTable table, ActivationSpec activation) implements LayerSpec {
  static EmbeddingSequence read(Fields fields) {
    ActivationSpec activation =
        fields.word("activation", "function of each unit", ActivationSpec.WORDS, "identity");
    if (activation.isSoftmax()) {
      fields.error(
          "activation",
          "expected a function of each unit alone, got 'softmax': DL4J would take it over the steps;"
              + " an activation layer behind this one takes it over the units");
    }
    return new EmbeddingSequence(LookupTable.read(fields), activation);
  }

  @Override
  public String word() {
    return "embeddingSequence";
  }

  @Override
  public String detail() {
    return "of " + table.vocabularySize();
  }

  @Override
  public Optional<LookupTable> lookupTable() {
    return Optional.of(table);
  }

  @Override
  public Optional<String> misfit(Shape input) {
    boolean oneEach = input.rank() == 2 && input.size(0) == 1;
    return input.rank() == 1 || oneEach
        ? Optional.empty()
        : Optional.of(
            "expected a row of indices, or a sequence with one index at each step, got shape "
                + input);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(table.units(), input.elements());
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder =
        new org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer.Builder()
            .hasBias(table.weights().bias())
            .inputLength(context.input().elements())
            .inferInputLength(false)
            .outputDataFormat(RNNFormat.NCW)
            .activation(activation.toDl4j());
    table.applyTo(builder, context);
    return builder.build();
  }

  @Override
  public EmbeddingSequenceLayer toTwin(LayerContext context) {
    return new EmbeddingSequenceLayer(table.toTwin(context, activation.twin()));
  }

  @Override
  public Optional<ActivationSpec> ownActivation() {
    return Optional.of(activation);
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(table.weights());
  }
}
