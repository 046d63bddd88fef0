package gradtwin.compare.fuzz;

import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * How far apart two right ways to the same gradients may be: what moving every parameter and every
 * feature by a rounding makes of them.
 *
 * <p>A way of computing that is backward stable gives the exact result for inputs that are some
 * roundings away, so the spread under such moves is what rounding can do, near a kink and where
 * large numbers cancel as well. Of each block the largest spread over some moves counts, or a
 * rounding of the largest sum of what the examples add to it; {@link #ALLOWANCE} times that covers
 * the roundings on the way, which are more than one per input.
 */
final class Rounding {
  private static final int MOVES = 4;
  private static final double ALLOWANCE = 64;

  private final List<Map<String, Double>> allowed;

  private Rounding(List<Map<String, Double>> allowed) {
    this.allowed = allowed;
  }

  /**
   * Of the gradients at a point.
   *
   * @param precision in which they are computed
   */
  static Rounding at(Point point, Precision precision) {
    double unit = precision.unitRoundoff();
    Gradients here = point.gradients(Side.TWIN);
    List<Map<String, Double>> allowed = new ArrayList<>();
    for (Map<String, Tensor> layer : summed(point, here).byLayer()) {
      Map<String, Double> byKey = new LinkedHashMap<>();
      layer.forEach((key, sum) -> byKey.put(key, unit * sum.largestMagnitude()));
      allowed.add(byKey);
    }
    SplittableRandom random = new SplittableRandom(point.experiment().seed());
    for (int move = 0; move < MOVES; move++) {
      UnaryOperator<Tensor> moved = tensor -> moved(tensor, unit, random);
      Gradients there = moved(point, moved).gradients(Side.TWIN);
      for (int layer = 0; layer < allowed.size(); layer++) {
        Map<String, Tensor> before = here.byLayer().get(layer);
        Map<String, Tensor> after = there.byLayer().get(layer);
        allowed
            .get(layer)
            .replaceAll(
                (key, most) -> Math.max(most, largestDifference(before.get(key), after.get(key))));
      }
    }
    allowed.forEach(layer -> layer.replaceAll((key, spread) -> ALLOWANCE * Math.max(spread, unit)));
    return new Rounding(allowed);
  }

  /** What adds up to the gradients: the mean over the examples of the size of each one's share. */
  private static Gradients summed(Point point, Gradients here) {
    int size = point.batch().size();
    if (size == 1 || point.mixesExamples()) {
      return here;
    }
    Gradients sum = here.times(0);
    for (int i = 0; i < size; i++) {
      Gradients one = point.with(point.batch().slice(i, i + 1)).gradients(Side.TWIN);
      sum = sum.plus(one.map(Rounding::sizes).times(1.0 / size));
    }
    return sum;
  }

  private static Tensor sizes(Tensor tensor) {
    Tensor sizes = tensor.copy();
    for (int i = 0; i < sizes.size(); i++) {
      sizes.values()[i] = Math.abs(sizes.values()[i]);
    }
    return sizes;
  }

  private static Point moved(Point point, UnaryOperator<Tensor> move) {
    Point elsewhere = point.at(new Gradients(point.parameters()).map(move).byLayer());
    Batch batch = point.batch();
    return point.experiment().network().takesIndices()
        ? elsewhere
        : elsewhere.with(
            new Batch(
                move.apply(batch.features()),
                batch.labels(),
                batch.featureMask(),
                batch.labelMask()));
  }

  private static Tensor moved(Tensor tensor, double unit, SplittableRandom random) {
    Tensor moved = tensor.copy();
    for (int i = 0; i < moved.size(); i++) {
      moved.values()[i] *= 1 + 2 * unit * (random.nextBoolean() ? 1 : -1);
    }
    return moved;
  }

  /** How far apart two gradients of a parameter may be. */
  double allowed(int layer, String key) {
    return allowed.get(layer).get(key);
  }

  static double largestDifference(Tensor a, Tensor b) {
    double largest = 0;
    for (int i = 0; i < a.size(); i++) {
      largest = Math.max(largest, Math.abs(a.values()[i] - b.values()[i]));
    }
    return largest;
  }
}
