package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.DotProductAttention;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;

/**
 * The heads of attention with projections; by hand: {@link DotProductAttention.Projections}.
 *
 * <pre>{@code
 * heads: 2
 * headSize: 8
 * }</pre>
 *
 * @param count at least 1
 * @param size of the queries, keys and values of each, at least 1
 */
record AttentionHeads(int count, int size) {
  private static final Range COUNTS = Range.between(1, 1000);
  private static final Range SIZES = Range.between(1, 1_000_000);

  /**
   * Reads the heads.
   *
   * @param units of the layer, which the heads share unless the file gives their size
   */
  static AttentionHeads read(Fields fields, int units) {
    int faults = fields.errors();
    int count = fields.wholeNumber("heads", "attentions side by side", COUNTS, 1);
    Optional<Integer> size =
        fields.optionalWholeNumber(
            "headSize", "size of queries, keys and values; units / heads by default", SIZES);
    if (faults == 0 && fields.errors() == 0 && size.isEmpty() && units % count != 0) {
      fields.error(
          "heads",
          "expected a number of heads that divides the "
              + units
              + " units, or a headSize, got "
              + count);
    }
    return new AttentionHeads(count, size.orElse(Math.max(1, units / count)));
  }

  private int width() {
    return count * size;
  }

  /** Why there would be too many weights, if there would. */
  Optional<String> misfit(int queryFeatures, int features, int units) {
    long count = (long) width() * Math.max(Math.max(queryFeatures, features), units);
    return count <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            "expected at most 2^31 - 1 weights in each projection of the heads, got " + count);
  }

  String detail() {
    return count == 1 ? "1 head" : count + " heads";
  }

  List<Axis> parameterAxes(String key) {
    return key.equals("Wo")
        ? List.of(
            Axis.joined(Shape.of(count, size), Axis.named("head", "component")), Axis.of("unit"))
        : Axis.named("head", "component", "feature");
  }

  /**
   * Freshly drawn projections.
   *
   * @param which of the layer's parameters the first of the four is
   */
  DotProductAttention toTwin(
      Weights weights, LayerContext context, int queryFeatures, int units, int which) {
    int features = context.input().size(0);
    return new DotProductAttention(
        Optional.of(
            new DotProductAttention.Projections(
                projection("Wq", queryFeatures, weights, context, which),
                projection("Wk", features, weights, context, which + 1),
                projection("Wv", features, weights, context, which + 2),
                weights.weights(
                    "Wo",
                    Shape.of(width(), units),
                    new Fans(width(), units),
                    context,
                    which + 3))));
  }

  private Parameter projection(
      String key, int features, Weights weights, LayerContext context, int which) {
    return weights.weights(
        key, Shape.of(count, size, features), new Fans(features, width()), context, which);
  }
}
