package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.CapsuleLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;

/**
 * Capsules over capsules, with dynamic routing; by hand: {@link CapsuleLayer}.
 *
 * <pre>{@code
 * - type: capsule
 *   capsules: 10
 *   capsuleDimensions: 16
 *   routings: 3
 * }</pre>
 *
 * <p>Capsules [capsules, capsuleDimensions] count as a sequence with the capsules as features and
 * the dimensions as steps.
 *
 * @param capsules how many
 * @param capsuleDimensions the length of each one's vector
 * @param routings rounds of routing, at least 1
 * @param weights the weights and the bias
 */
public record Capsule(int capsules, int capsuleDimensions, int routings, Weights weights)
    implements LayerSpec {
  private static final Range SIZES = Range.between(1, 10_000);
  private static final Range ROUNDS = Range.between(1, 100);

  /** Layers that certainly hand on what DL4J can take. */
  private static final List<String> LAID_OUT_BY_EXAMPLE =
      List.of("primaryCapsules", "capsule", "selfAttention", "recurrentAttention");

  static Capsule read(Fields fields) {
    SameDiffWords.warnOfDoubledGradients(fields);
    return new Capsule(
        fields.wholeNumber("capsules", "how many", SIZES),
        fields.wholeNumber("capsuleDimensions", "length of a capsule's vector", SIZES),
        fields.wholeNumber("routings", "rounds of routing", ROUNDS, 3),
        Weights.readOfSameDiff(fields, false));
  }

  private int width() {
    return capsules * capsuleDimensions;
  }

  @Override
  public String word() {
    return "capsule";
  }

  @Override
  public String detail() {
    return routings == 1 ? "1 routing" : routings + " routings";
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return Capsules.misfit(input).or(() -> misfitOfCapsules(input));
  }

  private Optional<String> misfitOfCapsules(Shape input) {
    long count = (long) input.elements() * width();
    return count <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of("expected at most 2^31 - 1 weights, got " + count);
  }

  @Override
  public Optional<String> misfitOn(LayerSpec below) {
    if (below instanceof Frozen frozen) {
      return misfitOn(frozen.layer());
    }
    return LAID_OUT_BY_EXAMPLE.contains(below.word())
        ? Optional.empty()
        : Optional.of(
            "expected the data or one of "
                + String.join(", ", LAID_OUT_BY_EXAMPLE)
                + " below, since the operation expand_dims that DL4J 1.0.0-M2.1 begins with"
                + " (CapsuleLayer.defineLayer) throws unless each example lies in one piece, got '"
                + below.word()
                + "'");
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(capsules, capsuleDimensions);
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    Axis outputs = Axis.joined(outputShape(input), Capsules.axes());
    return key.equals("bias")
        ? List.of(outputs)
        : List.of(Axis.of("lower capsule"), outputs, Axis.of("lower dimension"));
  }

  @Override
  public List<Axis> outputAxes(Shape output) {
    return Capsules.axes();
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder =
        new org.deeplearning4j.nn.conf.layers.CapsuleLayer.Builder(
            capsules, capsuleDimensions, routings);
    builder.setHasBias(weights.bias());
    builder.setInputCapsules(context.input().size(0));
    builder.setInputCapsuleDimensions(context.input().size(1));
    org.deeplearning4j.nn.conf.layers.CapsuleLayer layer = builder.build();
    weights.applyTo(layer, context);
    return layer;
  }

  @Override
  public CapsuleLayer toTwin(LayerContext context) {
    Shape input = context.input();
    Shape shape = Shape.of(input.size(0), width(), input.size(1));
    return new CapsuleLayer(
        weights.weights("weight", shape, new Fans(input.elements(), width()), context, 0),
        weights.bias("bias", width()),
        capsules,
        routings);
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(weights);
  }
}
