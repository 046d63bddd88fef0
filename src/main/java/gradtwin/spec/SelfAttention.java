package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.DotProductAttention;
import gradtwin.twin.layer.SelfAttentionLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;

/**
 * Attention of each step of a sequence to all steps; by hand: {@link SelfAttentionLayer}.
 *
 * <pre>{@code
 * - type: selfAttention
 *   units: 16
 *   heads: 2
 * }</pre>
 *
 * @param projection what comes with {@code projectInput: true}; steps are compared as they are if
 *     empty
 */
public record SelfAttention(Optional<Projected> projection) implements LayerSpec {
  /**
   * Attention between projections of the steps.
   *
   * @param units features of each step as it leaves, at least 1
   */
  record Projected(int units, AttentionHeads heads, Weights weights) {
    static Projected read(Fields fields) {
      Optional<Integer> given =
          fields.optionalWholeNumber(
              "units",
              "features of each step as it leaves; required with projections",
              Range.between(1, 1_000_000));
      if (given.isEmpty()) {
        fields.error(
            "projectInput",
            "the key 'units' (features of each step as it leaves) is missing: expected a whole"
                + " number from 1 to 1000000, or projectInput: false");
      }
      int units = given.orElse(1);
      return new Projected(
          units, AttentionHeads.read(fields, units), Weights.readOfSameDiffWithoutBias(fields));
    }
  }

  static SelfAttention read(Fields fields) {
    SameDiffWords.warnOfDoubledGradients(fields);
    boolean projects =
        fields.flag("projectInput", "whether heads see the steps through weights", true);
    return new SelfAttention(projects ? Optional.of(Projected.read(fields)) : Optional.empty());
  }

  @Override
  public String word() {
    return "selfAttention";
  }

  @Override
  public String detail() {
    return projection.map(p -> p.heads().detail()).orElse("no projections");
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return Sequences.misfit(input, "attention is between the steps of a sequence")
        .or(
            () ->
                projection.flatMap(p -> p.heads().misfit(input.size(0), input.size(0), p.units())));
  }

  @Override
  public Shape outputShape(Shape input) {
    return projection.map(p -> Shape.of(p.units(), input.size(1))).orElse(input);
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return projection.orElseThrow().heads().parameterAxes(key);
  }

  @Override
  public boolean hasUnits() {
    return projection.isPresent();
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    int features = context.input().size(0);
    var builder =
        new org.deeplearning4j.nn.conf.layers.SelfAttentionLayer.Builder()
            .nIn(features)
            .nOut(projection.map(Projected::units).orElse(features))
            .nHeads(projection.map(p -> p.heads().count()).orElse(1))
            .headSize(projection.map(p -> p.heads().size()).orElse(features))
            .projectInput(projection.isPresent());
    var layer = builder.build();
    projection.ifPresent(p -> p.weights().applyTo(layer, context));
    return layer;
  }

  @Override
  public SelfAttentionLayer toTwin(LayerContext context) {
    return new SelfAttentionLayer(
        projection
            .map(p -> p.heads().toTwin(p.weights(), context, context.input().size(0), p.units(), 0))
            .orElseGet(() -> new DotProductAttention(Optional.empty())));
  }

  @Override
  public Optional<Weights> ownWeights() {
    return projection.map(Projected::weights);
  }
}
