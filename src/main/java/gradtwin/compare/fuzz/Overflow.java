package gradtwin.compare.fuzz;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where DL4J is known to have no number and the twin has one, which the numbers decide and no
 * warning can tell: the derivatives of some activations far to the right, the p-norm of zeros,
 * mixtures far from a label, and vectors of zeros that should have a length. See the files of
 * configs/known-deviations that end in overflow, zeros and far.
 */
final class Overflow {
  /** The input above which there is no number, with DL4J in float32. */
  private static final Map<String, Double> LIMITS =
      Map.of("gelu", 26.0, "mish", 22.0, "softplus", 88.0, "swish", 88.0);

  private static final double FLOAT64 = 8;

  /** About the cube root of the largest number. */
  private static final double LARGE_FLOAT32 = 1e12;

  private static final double LARGE_FLOAT64 = 1e100;

  private Overflow() {}

  /**
   * Whether that is what happened at a place.
   *
   * @param start empty if only the scores have no number
   */
  static boolean explains(Optional<Place> start, Draft draft, Outcome outcome) {
    if (start.isEmpty()) {
      Yaml last = draft.layers().get(draft.layers().size() - 1);
      return isNamed(last.inline(), "mixtureDensity");
    }
    Place place = start.get();
    String layer = draft.layers().get(place.layer()).inline();
    Tensor output = outcome.twin().activations().get(place.layer());
    if (place.role() == Role.UPDATE) {
      return isNamed(layer, "unitNorm");
    }
    double scale = outcome.agreement().precision().equals("float32") ? 1 : FLOAT64;
    boolean large =
        LIMITS.entrySet().stream()
            .filter(limit -> isNamed(layer, limit.getKey()))
            .anyMatch(limit -> largest(output) > limit.getValue() * scale * 0.9);
    boolean zeros = layer.contains("pnorm") && holdsZero(output);
    return large || zeros;
  }

  private static boolean isNamed(String layer, String word) {
    return List.of(layer.split("[^A-Za-z0-9]+")).contains(word);
  }

  /**
   * Whether a network computes with numbers of which squares and cubes overflow, whoever computes
   * them.
   */
  static boolean isNear(Outcome outcome) {
    boolean float32 = outcome.agreement().precision().equals("float32");
    return Stream.of(
            outcome.twin().activations(),
            outcome.twin().deltas(),
            outcome.twin().gradients().stream().flatMap(layer -> layer.values().stream()).toList())
        .flatMap(List::stream)
        .anyMatch(tensor -> Rounding.largest(tensor) > (float32 ? LARGE_FLOAT32 : LARGE_FLOAT64));
  }

  /** These activations are nearly the identity there, so the output tells the input. */
  private static double largest(Tensor output) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : output.values()) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  private static boolean holdsZero(Tensor output) {
    for (double value : output.values()) {
      if (value == 0) {
        return true;
      }
    }
    return false;
  }
}
