package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.DELTA;
import static gradtwin.compare.plant.Damage.LAYER;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.layer.CapsuleLayer;
import gradtwin.twin.layer.CapsuleStrengthLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.PrimaryCapsulesLayer;
import gradtwin.twin.layer.SelfAttentionLayer;
import java.util.List;

/** Bugs in layers that weigh vectors by how they match: attention and capsules. */
final class AttentionPlants {
  private static final String PROJECTED = "a selfAttention layer with projections";

  static final List<Plant> ALL =
      List.of(
          new Plant(
              "attention-scale-forgotten",
              LAYER,
              "the way back through the scores lacks their division by the root of d",
              PROJECTED + ", where d is above 1",
              Bug.back(
                  AttentionPlants::isProjected,
                  (walk, dy) -> throughScores(walk, dy, Math.sqrt(headSize(walk.layer()))))),
          new Plant(
              "attention-weights-constant",
              LAYER,
              "attention goes back through its values only, as if its weights were constants",
              PROJECTED,
              Bug.back(AttentionPlants::isProjected, (walk, dy) -> throughScores(walk, dy, 0))),
          new Plant(
              "length-not-divided",
              DELTA,
              "the gradient of a length |u| is u instead of u/|u|",
              "a capsuleStrength layer",
              Bug.back(
                  layer -> layer instanceof CapsuleStrengthLayer,
                  (walk, dy) -> walk.back(Tensors.product(dy, walk.y())))),
          new Plant(
              "squash-factor-constant",
              LAYER,
              "squashing goes back as if the factor that shortens a vector were a constant",
              "a primaryCapsules or capsules layer",
              Bug.back(
                  layer -> layer instanceof PrimaryCapsulesLayer || layer instanceof CapsuleLayer,
                  (walk, dy) -> walk.back(withoutRadialTerm(walk.y(), dy)))));

  private AttentionPlants() {}

  private static boolean isProjected(Layer layer) {
    return layer instanceof SelfAttentionLayer && layer.parameters().size() == 4;
  }

  /** d, of Wq [heads, d, features]. */
  private static int headSize(Layer layer) {
    return layer.parameters().get(0).value().shape().size(1);
  }

  /** With what goes through the scores, to the queries and the keys, off by a factor. */
  private static Tensor throughScores(Walk walk, Tensor dy, double factor) {
    List<Parameter> parameters = walk.layer().parameters();
    List<Parameter> ofScores = parameters.subList(0, 2); // Wq and Wk
    Tensor dx = walk.back(dy);
    Tensor throughValues = backWithout(walk, ofScores, dy);
    walk.back(dy);
    for (Parameter parameter : ofScores) {
      parameter.gradient().overwriteWith(parameter.gradient().times(factor));
    }
    Tensor throughScores = Tensors.sum(dx, -1, throughValues);
    return Tensors.sum(throughValues, factor, throughScores);
  }

  /** What is passed down when nothing goes back through some projections. */
  private static Tensor backWithout(Walk walk, List<Parameter> projections, Tensor dy) {
    List<Tensor> kept = projections.stream().map(p -> p.value().copy()).toList();
    projections.forEach(projection -> projection.value().fill(0));
    try {
      return walk.back(dy); // goes back through the live weights, with the scores of the way there
    } finally {
      for (int i = 0; i < kept.size(); i++) {
        projections.get(i).value().overwriteWith(kept.get(i));
      }
    }
  }

  /**
   * The dv from which the right way back makes the wrong ds. Squashing is {@code v = g(q) s} with q
   * = |s|²; back, it multiplies what stands across s by g and what lies along it by g + 2 q g'.
   *
   * @param v squashed vectors [N, J, d]
   */
  private static Tensor withoutRadialTerm(Tensor v, Tensor dv) {
    Tensor changed = dv.copy();
    int d = v.shape().size(2);
    for (int from = 0; from < v.size(); from += d) {
      double squares = 0;
      double along = 0;
      for (int k = from; k < from + d; k++) {
        squares += v.values()[k] * v.values()[k];
        along += v.values()[k] * dv.values()[k];
      }
      if (squares > 0) {
        double factor = radial(Math.sqrt(squares)) - 1;
        for (int k = from; k < from + d; k++) {
          changed.values()[k] += factor * along / squares * v.values()[k];
        }
      }
    }
    return changed;
  }

  /** g / (g + 2 q g'), for a vector that was squashed to this length. */
  private static double radial(double length) {
    double q = unsquashed(length);
    // d log g / d log q = q/q - q/(1+q) - q/(2 (q + epsilon)), of g = q / ((1 + q) sqrt(q +
    // epsilon))
    double slope = 1 - q / (1 + q) - q / (2 * (q + EPSILON));
    return 1 / (1 + 2 * slope);
  }

  /** That of {@link gradtwin.twin.layer.CapsuleLayer}. */
  private static final double EPSILON = 1e-5;

  /** q, of q / (1 + q) sqrt(q / (q + epsilon)) = length, by bisection: the left side grows. */
  private static double unsquashed(double length) {
    double below = 0;
    double above = 1;
    while (squashed(above) < length && above < Double.MAX_VALUE / 2) {
      above *= 2;
    }
    for (int i = 0; i < 200; i++) {
      double middle = (below + above) / 2;
      if (squashed(middle) < length) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return above;
  }

  private static double squashed(double q) {
    return q / (1 + q) * Math.sqrt(q / (q + EPSILON));
  }
}
