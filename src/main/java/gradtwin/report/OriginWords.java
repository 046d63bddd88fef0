package gradtwin.report;

import gradtwin.compare.Agreement;
import gradtwin.compare.Difference.Worst;
import gradtwin.compare.Origin;
import gradtwin.compare.Origin.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Where the deviations of a comparison come from, in sentences. */
final class OriginWords {
  /** Two factors that print alike. */
  private static final double SAME_SCALE = 5e-7;

  /** A terminal is no place for more layers: the table below has them all. */
  private static final int LISTED = 4;

  private OriginWords() {}

  /**
   * One sentence for each layer in which deviations arise, one for the steps of the optimizers, and
   * one for all that was handed on.
   */
  static List<String> lines(Agreement agreement) {
    List<Origin> own = agreement.origins().stream().filter(o -> !o.inherited()).toList();
    List<String> lines = new ArrayList<>();
    for (List<Origin> ofLayer : byLayer(own, origin -> origin.part() != Part.UPDATE)) {
      lines.add(ofLayer(ofLayer, agreement));
    }
    List<Origin> updates = own.stream().filter(origin -> origin.part() == Part.UPDATE).toList();
    if (!updates.isEmpty()) {
      lines.add(
          "Origin, from equal gradients: "
              + listed(updates)
              + ", "
              + extent(updates)
              + "; worst "
              + worst(updates.get(0))
              + ".");
    }
    List<Origin> inherited = agreement.origins().stream().filter(Origin::inherited).toList();
    if (!inherited.isEmpty()) {
      lines.add("Inherited, right when run alone: " + listed(inherited) + ".");
    }
    return lines;
  }

  /** In the order of the flow. */
  private static List<List<Origin>> byLayer(List<Origin> origins, Predicate<Origin> wanted) {
    Map<Integer, List<Origin>> byLayer = new LinkedHashMap<>();
    for (Origin origin : origins) {
      if (wanted.test(origin)) {
        byLayer.computeIfAbsent(origin.layer(), layer -> new ArrayList<>()).add(origin);
      }
    }
    return List.copyOf(byLayer.values());
  }

  private static String ofLayer(List<Origin> origins, Agreement agreement) {
    return "Origin, also when run alone: "
        + layer(origins.get(0))
        + ", "
        + tensors(origins)
        + ", "
        + extent(origins)
        + remark(origins, agreement)
        + "; worst "
        + worst(origins.get(0))
        + ".";
  }

  /** The first layers, with what of each it is about. */
  private static String listed(List<Origin> origins) {
    List<List<Origin>> layers = byLayer(origins, origin -> true);
    String first =
        layers.stream()
            .limit(LISTED)
            .map(ofLayer -> layer(ofLayer.get(0)) + " " + tensors(ofLayer))
            .collect(Collectors.joining("; "));
    int more = layers.size() - LISTED;
    return more > 0 ? first + "; and " + Figures.count(more, "more layer") : first;
  }

  /** {@code layer 1 (dense), configs/x.yaml line 14} */
  private static String layer(Origin origin) {
    return "layer "
        + origin.layer()
        + " ("
        + origin.layerType()
        + ")"
        + (origin.inherited() ? "" : origin.source().map(source -> ", " + source).orElse(""));
  }

  /** {@code output, delta, gradients of W, b} */
  private static String tensors(List<Origin> ofLayer) {
    List<String> words =
        new ArrayList<>(
            ofLayer.stream()
                .filter(origin -> origin.parameter().isEmpty())
                .map(Origin::tensor)
                .toList());
    for (Part part : List.of(Part.GRADIENT, Part.UPDATE)) {
      List<Origin> ofPart = ofLayer.stream().filter(origin -> origin.part() == part).toList();
      if (!ofPart.isEmpty()) {
        words.add(
            ofPart.size() == 1
                ? ofPart.get(0).tensor()
                : part.name().toLowerCase(Locale.ROOT)
                    + "s of "
                    + ofPart.stream().map(Origin::parameter).collect(Collectors.joining(", ")));
      }
    }
    return String.join(", ", words);
  }

  private static String extent(List<Origin> origins) {
    if (origins.stream().map(Origin::worst).anyMatch(OriginWords::isDl4jsAlone)) {
      return "where DL4J has no number";
    }
    double scale = origins.get(0).isolatedScale();
    boolean one =
        origins.stream()
            .allMatch(
                origin ->
                    origin.pureScale()
                        && Math.abs(origin.isolatedScale() / scale - 1) <= SAME_SCALE);
    if (one) {
      return String.format(Locale.ROOT, "DL4J %.6f times the twin", scale);
    }
    double largest = origins.stream().mapToDouble(Origin::isolatedDifference).max().orElseThrow();
    if (Double.isNaN(largest)) {
      return "not finite";
    }
    return Double.isInfinite(largest)
        ? "though the twin's is zero everywhere"
        : "up to " + AgreementFigures.relative(largest) + " apart";
  }

  private static boolean isDl4jsAlone(Worst worst) {
    return !Double.isFinite(worst.dl4j()) && Double.isFinite(worst.twin());
  }

  /** A wrong gradient beside a right delta, and the other way round. */
  private static String remark(List<Origin> ofLayer, Agreement agreement) {
    int layer = ofLayer.get(0).layer();
    boolean gradients = ofLayer.stream().anyMatch(origin -> origin.part() == Part.GRADIENT);
    boolean delta = ofLayer.stream().anyMatch(origin -> origin.part() == Part.DELTA);
    if (gradients && !delta) {
      return " (its delta is right)";
    }
    boolean learns = agreement.blocks().stream().anyMatch(block -> block.layer() == layer);
    return delta && !gradients && learns ? " (its gradients are right)" : "";
  }

  private static String worst(Origin origin) {
    return origin.tensor()
        + (origin.element().isEmpty() ? "" : " (" + origin.element() + ")")
        + ": "
        + AgreementWords.sides(origin.worst().dl4j(), origin.worst().twin())
        + ", "
        + AgreementFigures.relative(origin.ulp())
        + " ULP";
  }
}
