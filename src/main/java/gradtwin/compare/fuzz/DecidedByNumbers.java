package gradtwin.compare.fuzz;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.compare.Verdict;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Where DL4J is known to deviate, mostly to have no number, and the numbers decide, so that no
 * warning can tell: the derivatives of some activations far to the right, the p-norm of zeros,
 * mixtures far from a label, labels and predictions of 0 that a loss has no logarithm or quotient
 * of, short vectors, and vectors of zeros that should have a length. See the files of
 * configs/known-deviations that end in overflow, zeros, far and short.
 */
final class DecidedByNumbers {
  /** The input above which there is no number, with DL4J in float32. */
  private static final Map<String, Double> LIMITS =
      Map.of("gelu", 26.0, "mish", 22.0, "softplus", 88.0, "swish", 88.0);

  private static final double FLOAT64 = 8;

  /** The output of these activations is nearly their input there, and no more. */
  private static final double NEARLY = 0.9;

  /** About the cube root of the largest number. */
  private static final double LARGE_FLOAT32 = 1e12;

  private static final double LARGE_FLOAT64 = 1e100;

  /** Below this DL4J's gradient takes it for the square of a prediction's length. */
  private static final double LEAST_SQUARE = 1e-5;

  private DecidedByNumbers() {}

  /**
   * Whether that is what happened.
   *
   * @param start where; empty if only the scores differ
   */
  static boolean explains(Optional<Place> start, Draft draft, Outcome outcome) {
    boolean finite = outcome.agreement().verdict() != Verdict.NOT_FINITE;
    String layer =
        draft.layers().get(start.map(Place::layer).orElse(draft.layers().size() - 1)).inline();
    if (start.isEmpty()) {
      // DL4J's divergence takes labels and predictions below 1e-5 for that, in its score only
      return isNamed(layer, "kullbackLeiblerDivergence")
          || (!finite && isNamed(layer, "mixtureDensity"))
          || (!finite && isNamed(layer, "poisson") && hasNoLogarithm(outcome));
    }
    Place place = start.get();
    boolean last = place.layer() == draft.layers().size() - 1;
    if (finite) {
      return last && isNamed(layer, "cosineProximity") && hasShortPrediction(outcome);
    }
    boolean logarithm = isNamed(layer, "kullbackLeiblerDivergence") || isNamed(layer, "poisson");
    if (last && logarithm && hasNoLogarithm(outcome)) {
      return true;
    }
    if (place.role() == Role.UPDATE || place.role() == Role.MEMORY) {
      return isNamed(layer, "unitNorm");
    }
    if (!hasNumbers(outcome.twin())) {
      return false; // what is known is that DL4J has none
    }
    return layer.contains("pnorm")
        || isFarToTheRight(place, layer, outcome)
        || (isRecurrent(layer) && LIMITS.keySet().stream().anyMatch(word -> isNamed(layer, word)));
  }

  private static boolean hasNumbers(Backpropagation passes) {
    return Stream.of(
            passes.activations(),
            passes.deltas(),
            passes.gradients().stream().flatMap(layer -> layer.values().stream()).toList())
        .flatMap(List::stream)
        .allMatch(Tensor::isFinite);
  }

  private static boolean isNamed(String layer, String word) {
    return List.of(layer.split("[^A-Za-z0-9]+")).contains(word);
  }

  /** Of a prediction that is 0 or less, or so small that DL4J's type may not hold it. */
  private static boolean hasNoLogarithm(Outcome outcome) {
    double least = outcome.agreement().precision().equals("float32") ? 1e-37 : 1e-307;
    return outcome.predictions().stream()
        .flatMapToDouble(tensor -> DoubleStream.of(tensor.values()))
        .anyMatch(prediction -> prediction < least);
  }

  /** Over the outputs of one example, or of one step of it. */
  private static boolean hasShortPrediction(Outcome outcome) {
    return outcome.predictions().stream()
        .map(Positions::toRows)
        .anyMatch(DecidedByNumbers::isShort);
  }

  private static boolean isShort(Tensor rows) {
    for (int row = 0; row < rows.rows(); row++) {
      double square = 0;
      for (int i = 0; i < rows.columns(); i++) {
        square += Math.pow(rows.values()[row * rows.columns() + i], 2);
      }
      if (square < LEAST_SQUARE) {
        return true;
      }
    }
    return false;
  }

  /** What its activation sees does not show outside. */
  private static boolean isRecurrent(String layer) {
    return Stream.of("lstm", "gravesLstm", "simpleRnn").anyMatch(word -> isNamed(layer, word));
  }

  private static boolean isFarToTheRight(Place place, String layer, Outcome outcome) {
    Tensor output = outcome.twin().activations().get(place.layer());
    double scale = outcome.agreement().precision().equals("float32") ? 1 : FLOAT64;
    return LIMITS.entrySet().stream()
        .filter(limit -> isNamed(layer, limit.getKey()))
        .anyMatch(limit -> largest(output) > limit.getValue() * scale * NEARLY);
  }

  /**
   * Whether a network computes with numbers of which squares and cubes overflow, whoever computes
   * them.
   */
  static boolean overflows(Outcome outcome) {
    boolean float32 = outcome.agreement().precision().equals("float32");
    return Stream.of(
            outcome.twin().activations(),
            outcome.twin().deltas(),
            outcome.twin().gradients().stream().flatMap(layer -> layer.values().stream()).toList())
        .flatMap(List::stream)
        .anyMatch(tensor -> tensor.largestMagnitude() > (float32 ? LARGE_FLOAT32 : LARGE_FLOAT64));
  }

  /** These activations are nearly the identity there, so the output tells the input. */
  private static double largest(Tensor output) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : output.values()) {
      largest = Math.max(largest, value);
    }
    return largest;
  }
}
