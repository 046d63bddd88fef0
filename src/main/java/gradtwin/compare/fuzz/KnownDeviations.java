package gradtwin.compare.fuzz;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.yaml.Diagnostic;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which differences are no news: those that start where the reader warns that DL4J deviates. All
 * that comes before them in the flow is judged as ever.
 */
final class KnownDeviations {
  private static final Pattern IN_LAYER = Pattern.compile("network\\.layers\\[(\\d+)](.*)");

  /** Keys that decide about steps only. */
  private static final Set<String> STEPS =
      Set.of(
          "optimizer", "biasOptimizer", "constraints", "biasConstraints", "gradientNormalization");

  /** Keys that decide where both sides start, which is the same place whatever they draw. */
  private static final Set<String> STARTS =
      Set.of("initializer", "recurrentInitializer", "distribution");

  private final Collection<Diagnostic> deviations;
  private final int layers;

  /**
   * @param diagnostics of the file
   * @param layers how many there are
   */
  KnownDeviations(Collection<Diagnostic> diagnostics, int layers) {
    this.deviations = diagnostics.stream().filter(Diagnostic::deviation).toList();
    this.layers = layers;
  }

  /** Whether there is any. */
  boolean areThere() {
    return !deviations.isEmpty();
  }

  /**
   * Whether one of them explains a difference.
   *
   * @param origin where it starts; empty if only the scores differ
   */
  boolean explain(Optional<Place> origin) {
    return deviations.stream()
        .map(Diagnostic::path)
        .anyMatch(
            path -> origin.map(place -> explains(path, place)).orElseGet(() -> isOfScore(path)));
  }

  private boolean explains(String path, Place place) {
    Matcher in = IN_LAYER.matcher(path);
    if (!in.matches()) {
      return path.equals("data.weight")
          ? place.layer() == layers - 1
          : path.startsWith("training.") && isOfSteps(place);
    }
    int layer = Integer.parseInt(in.group(1));
    List<String> keys = keys(in.group(2));
    if (keys.contains("stride")) {
      return place.layer() >= layer; // the mask is another from there on
    }
    if (keys.stream().anyMatch(STARTS::contains) || place.layer() != layer) {
      return false;
    }
    boolean centres = place.layerType().equals("centerLossOutput") && keys.contains("alpha");
    boolean steps = centres || keys.stream().anyMatch(STEPS::contains);
    return isOfSteps(place) || !(steps || keys.contains("regularization"));
  }

  private static boolean isOfSteps(Place place) {
    return place.role() == Role.UPDATE || place.role() == Role.MEMORY;
  }

  private boolean isOfScore(String path) {
    return path.equals("data.weight")
        || path.contains("regularization")
        || path.startsWith("network.layers[" + (layers - 1) + "].loss");
  }

  private static List<String> keys(String rest) {
    return Arrays.stream(rest.split("[.\\[\\]]", -1)).filter(key -> !key.isEmpty()).toList();
  }
}
