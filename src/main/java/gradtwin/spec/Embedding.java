package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.EmbeddingLayer;
import gradtwin.yaml.Fields;
import java.util.Optional;

/**
 * Looks up a row of weights for an index; by hand: {@link EmbeddingLayer}.
 *
 * <pre>{@code
 * - type: embedding
 *   vocabularySize: 10000
 *   units: 64
 * }</pre>
 *
 * @param activation of each unit
 */
public record Embedding(LookupTable table, ActivationSpec activation) implements LayerSpec {
  static Embedding read(Fields fields) {
    return new Embedding(
        LookupTable.read(fields),
        fields.word("activation", "function of each unit", ActivationSpec.WORDS, "identity"));
  }

  @Override
  public String word() {
    return "embedding";
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
    return input.equals(Shape.of(1))
        ? Optional.empty()
        : Optional.of(
            "expected one index per example, got shape "
                + input
                + "; embeddingSequence takes a row of them");
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(table.units());
  }

  @Override
  public boolean hasUnits() {
    return true;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder =
        new org.deeplearning4j.nn.conf.layers.EmbeddingLayer.Builder()
            .hasBias(table.weights().bias())
            .activation(activation.toDl4j());
    table.applyTo(builder, context);
    return builder.build();
  }

  @Override
  public EmbeddingLayer toTwin(LayerContext context) {
    return table.toTwin(context, activation.twin());
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
