package gradtwin.compare;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Formula.Derivative;
import gradtwin.twin.formula.NetworkFormula;
import gradtwin.twin.formula.Rounding;
import gradtwin.twin.formula.Term;
import java.util.HashMap;
import java.util.Map;

/**
 * What an honest network's formula says of one batch: how far DL4J and the twin may be apart in
 * each element, and what the complex step gives for the gradient.
 */
final class Expectation {
  /** Below this, float32 and float64 numbers lose digits on their way, whatever comes out. */
  private static final double FLOAT32_FLOOR = 1e-31;

  private static final double FLOAT64_FLOOR = 1e-290;

  private final Network network;
  private final NetworkFormula formula;
  private final Rounding rounding;
  private final Rounding.Doubt doubt;
  private final Precision precision;
  private final Map<Question, Derivative> alongDirections = new HashMap<>();
  private final Map<Question, Derivative> ofElements = new HashMap<>();

  /** What was asked of a tensor: the answer does not change with who is judged by it. */
  private record Question(Place place, int which) {}

  /**
   * @param network a twin without a bug
   * @param precision of DL4J's numbers
   */
  Expectation(Network network, Batch batch, Step step, Precision precision) {
    this.network = network;
    this.formula = network.formula(batch, step);
    this.rounding = new Rounding(formula.formula(), formula.loss());
    this.doubt = rounding.doubt(Gate.REACH, precision.unitRoundoff());
    this.precision = precision;
  }

  /** The term of a tensor of the flow; of a gradient or delta what it is the gradient of. */
  private Term term(Place place) {
    return switch (place.role()) {
      case ACTIVATION -> formula.activations().get(place.layer());
      case DELTA -> formula.arriving().get(place.layer());
      case GRADIENT, MEMORY, UPDATE -> formula.formula().variable(parameter(place).value());
    };
  }

  private Parameter parameter(Place place) {
    return network.parameters().get(place.layer()).stream()
        .filter(parameter -> parameter.key().equals(place.parameter()))
        .findFirst()
        .orElseThrow();
  }

  private double[] deviations(Place place) {
    return place.role() == Role.ACTIVATION
        ? rounding.deviations(term(place))
        : rounding.adjointDeviations(term(place));
  }

  /** How far the two sides may be apart. */
  Allowed allowed(Place place) {
    double dl4j = precision.unitRoundoff();
    double twin = Precision.FLOAT64.unitRoundoff();
    return allowed(place, Math.hypot(dl4j, twin), floor(precision));
  }

  /** How far one side may be from the truth. */
  Allowed allowedOf(Place place, Precision side) {
    return allowed(place, side.unitRoundoff(), floor(side));
  }

  private Allowed allowed(Place place, double unit, double floor) {
    double[] sigma = deviations(place);
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] *= unit;
    }
    double[] slack =
        place.role() == Role.ACTIVATION ? new double[sigma.length] : doubt.slack(term(place));
    return Allowed.of(sigma, slack, floor);
  }

  private static double floor(Precision precision) {
    return precision == Precision.FLOAT32 ? FLOAT32_FLOOR : FLOAT64_FLOOR;
  }

  /** The standard deviation of the difference of the losses. */
  double lossSigma() {
    double unit = Math.hypot(precision.unitRoundoff(), Precision.FLOAT64.unitRoundoff());
    return unit * rounding.deviations(formula.loss())[0];
  }

  /** How many units lie so near a kink that rounding in DL4J's precision decides their side. */
  int kinks() {
    return doubt.kinks();
  }

  /**
   * The derivative of the loss along a direction of a tensor, by the complex step.
   *
   * @param name of the direction; it is computed once
   */
  Derivative along(Place place, int name, double[] direction) {
    return alongDirections.computeIfAbsent(
        new Question(place, name), asked -> along(asked.place(), direction));
  }

  private Derivative along(Place place, double[] direction) {
    return formula.formula().derivative(formula.loss(), term(place), direction);
  }

  /** The derivative of the loss with respect to one element, by the complex step. */
  Derivative at(Place place, int position) {
    return ofElements.computeIfAbsent(
        new Question(place, position),
        asked -> {
          double[] direction = new double[term(place).value().size()];
          direction[position] = 1;
          return along(place, direction);
        });
  }

  /** How many elementary operations one derivative takes, at most. */
  double work() {
    return formula.formula().work();
  }
}
