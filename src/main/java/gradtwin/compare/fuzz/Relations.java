package gradtwin.compare.fuzz;

import gradtwin.spec.Precision;
import gradtwin.tensor.Tensor;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Holds one implementation against itself: see {@link Relation}. */
final class Relations {
  private Relations() {}

  /** The first relation that does not hold at a point, on either side; empty if all hold. */
  static Optional<Failure> broken(Point point) {
    Precision precision = point.experiment().precision();
    return broken(point, Side.TWIN, "twin", Precision.FLOAT64)
        .or(() -> broken(point, Side.DL4J, "dl4j", precision));
  }

  /** The first relation that does not hold for one side. */
  private static Optional<Failure> broken(
      Point point, Side side, String name, Precision precision) {
    Gradients as = point.gradients(side);
    Allowance allowance = Allowance.at(point, precision);
    for (Relation relation : Relation.values()) {
      Optional<Failure> failure = broken(relation, point, side, name, as, allowance);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  /**
   * How a relation does not hold; empty if it holds or does not apply.
   *
   * @param name of the side
   * @param as the gradients at the point as they are
   */
  static Optional<Failure> broken(
      Relation relation, Point point, Side side, String name, Gradients as, Allowance allowance) {
    return relation
        .of(point)
        .flatMap(check -> different(relation, name, point, as, check.otherwise(side), allowance));
  }

  /** Where two ways to the gradients differ first, on the way back through the network. */
  private static Optional<Failure> different(
      Relation relation,
      String side,
      Point point,
      Gradients as,
      Gradients other,
      Allowance allowance) {
    for (int layer = as.byLayer().size() - 1; layer >= 0; layer--) {
      for (Map.Entry<String, Tensor> gradient : as.byLayer().get(layer).entrySet()) {
        String key = gradient.getKey();
        double apart =
            Allowance.largestDifference(gradient.getValue(), other.byLayer().get(layer).get(key));
        double allowed = allowance.of(layer, key);
        if (apart > allowed) {
          String word = point.experiment().network().layers().get(layer).word();
          String place = "layer " + layer + " (" + word + "), gradient of " + key;
          return Optional.of(
              new Failure(
                  relation.verdict() + " on " + side,
                  word,
                  place,
                  String.format(
                      Locale.ROOT,
                      "On %s it does not hold that %s, first at %s: %.3g apart, of which %.3g may be"
                          + " rounding; the largest gradient there is %.3g.",
                      side.equals("dl4j") ? "DL4J" : "the twin",
                      relation.sentence(),
                      place,
                      apart,
                      allowed,
                      gradient.getValue().largestMagnitude())));
        }
      }
    }
    return Optional.empty();
  }
}
