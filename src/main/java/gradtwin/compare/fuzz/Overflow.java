package gradtwin.compare.fuzz;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Where DL4J is known to have no number and the twin has one, which the numbers decide and no
 * warning can tell: the derivatives of some activations far to the right, and the p-norm of zeros.
 * See the files of configs/known-deviations that end in overflow and zeros.
 */
final class Overflow {
  /** The input above which there is no number, with DL4J in float32. */
  private static final Map<String, Double> LIMITS =
      Map.of("gelu", 26.0, "mish", 22.0, "softplus", 88.0, "swish", 88.0);

  private static final double FLOAT64 = 8;

  private Overflow() {}

  /** Whether that is what happened at a place. */
  static boolean explains(Place place, Draft draft, Outcome outcome) {
    String layer = draft.layers().get(place.layer()).inline();
    Tensor output = outcome.twin().activations().get(place.layer());
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
