package gradtwin.compare.fuzz;

import gradtwin.compare.Gate;
import gradtwin.spec.Precision;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.formula.NetworkFormula;
import gradtwin.twin.formula.Rounding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far apart two right ways to the same gradients may be: the rounding that is predicted for
 * them, see {@link Rounding}, and what units so near a kink that rounding decides their side add.
 */
final class Allowance {
  /** Two ways, each with a rounding of its own, over other batches than the prediction's. */
  private static final double WAYS = 2;

  private final List<Map<String, Double>> allowed;

  private Allowance(List<Map<String, Double>> allowed) {
    this.allowed = allowed;
  }

  /**
   * Of the gradients at a point.
   *
   * @param precision in which they are computed
   */
  static Allowance at(Point point, Precision precision) {
    double unit = precision.unitRoundoff();
    Network network = Side.twin(point.experiment(), point.parameters());
    NetworkFormula formula = network.formula(point.batch(), Step.training(0));
    Rounding rounding = new Rounding(formula.formula(), formula.loss());
    Rounding.Doubt doubt = rounding.doubt(Gate.FAR, unit);
    List<Map<String, Double>> allowed = new ArrayList<>();
    for (List<Parameter> layer : network.parameters()) {
      Map<String, Double> byKey = new LinkedHashMap<>();
      for (Parameter parameter : layer) {
        var term = formula.formula().variable(parameter.value());
        double[] sigma = rounding.adjointDeviations(term);
        double[] slack = doubt.slack(term);
        double most = precision.smallestNormal();
        for (int i = 0; i < sigma.length; i++) {
          most = Math.max(most, Gate.FAR * unit * sigma[i] + slack[i]);
        }
        byKey.put(parameter.key(), WAYS * most);
      }
      allowed.add(byKey);
    }
    return new Allowance(allowed);
  }

  /** How far apart two gradients of a parameter may be. */
  double of(int layer, String key) {
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
