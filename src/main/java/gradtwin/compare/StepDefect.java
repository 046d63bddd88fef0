package gradtwin.compare;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Trajectory.Element;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The distance between where one training step takes DL4J and where it takes the twin, when the
 * twin starts where DL4J stood: same parameters, same memory of the optimizer, same batch, but a
 * gradient and a step of its own. What happened in earlier steps does not matter, so that chaos
 * cannot blow it up.
 *
 * <p>An element may be off by
 *
 * <pre>{@code
 * 2 u |w|                 the parameter is stored in DL4J's type
 * bound * max |step|      the roundings of the optimizer's formula
 * bound * max |w|         those of a norm that is constrained
 * 2 |step(g ± e) - step(g)|,   e = bound * max |g|
 * }</pre>
 *
 * <p>The last line is what the roundings e of the gradient make of the step: an adaptive optimizer
 * magnifies them without limit where the gradient is nearly 0. Where a share of the largest
 * gradient does not explain a step, e is what the twin's formula predicts for each element (see
 * {@link Expectation}), which is more where the shares of the examples cancel; and where that does
 * not either, what units on a kink may add, see {@link Finding#onKink}.
 */
final class StepDefect {
  private final Experiment experiment;
  private final Precision precision;
  private final double bound;
  private final List<LayerRules> rules;
  private final TrainingTwin twin;
  private final TrainingTwin above;
  private final TrainingTwin below;

  /**
   * @param twins makes twins
   */
  StepDefect(Experiment experiment, Supplier<Network> twins) {
    this.experiment = experiment;
    this.precision = experiment.precision();
    this.bound = Bound.of(precision);
    this.rules = UpdateComparison.rules(experiment);
    this.twin = new TrainingTwin(twins.get(), experiment);
    this.above = new TrainingTwin(twins.get(), experiment);
    this.below = new TrainingTwin(twins.get(), experiment);
  }

  /** Where a network stands: its parameters, and what its optimizers remember of them. */
  record Standing(List<Map<String, Tensor>> parameters, List<Map<String, List<Tensor>>> memory) {
    boolean isFinite() {
      return parameters.stream()
          .flatMap(byKey -> byKey.values().stream())
          .allMatch(Tensor::isFinite);
    }
  }

  /**
   * What a step is off by.
   *
   * @param parameters the distance over the length of the twin's parameters
   * @param memory the same of the optimizers' memory, the largest of any tensor
   * @param share the largest share of what is allowed
   * @param onKink whether a kink explains a share above 1
   * @param finite whether the twin's step has nothing but finite numbers in DL4J's type
   * @param worst where the largest share is
   */
  record Finding(
      double parameters,
      double memory,
      double share,
      boolean onKink,
      boolean finite,
      Element worst) {
    Finding asKink() {
      return new Finding(parameters, memory, share, true, finite, worst);
    }

    Finding beyondRange() {
      return new Finding(parameters, memory, share, onKink, false, worst);
    }
  }

  /** Compares one step. */
  Finding of(Standing before, Standing after, Batch batch, Moment moment) {
    Step step = Step.training(moment.iteration());
    Gradients gradients = gradients(before, batch, step);
    Finding finding = judge(before, after, gradients, shares(gradients), moment);
    if (!isInRange(gradients, batch.size())) {
      return finding.beyondRange();
    }
    if (finding.share() <= 1) {
      return finding;
    }
    twin.put(before.parameters());
    Expectation expectation = new Expectation(twin.network(), batch, step, precision);
    Finding byElement =
        judge(before, after, gradients, predicted(gradients, expectation, false), moment);
    if (byElement.share() <= 1) {
      return byElement;
    }
    Gradients withKinks = predicted(gradients, expectation, true);
    boolean onKink = judge(before, after, gradients, withKinks, moment).share() <= 1;
    return onKink ? byElement.asKink() : byElement;
  }

  /** Gradients of each layer by key; of a statistic the step. */
  private record Gradients(List<Map<String, Tensor>> ofLayers) {
    Tensor of(int layer, String key) {
      return ofLayers.get(layer).get(key);
    }

    Gradients map(Function<Place, Tensor> each) {
      List<Map<String, Tensor>> mapped = new ArrayList<>();
      for (int layer = 0; layer < ofLayers.size(); layer++) {
        Map<String, Tensor> byKey = new LinkedHashMap<>();
        for (String key : ofLayers.get(layer).keySet()) {
          byKey.put(key, each.apply(new Place(layer, "", Role.GRADIENT, key)));
        }
        mapped.add(byKey);
      }
      return new Gradients(mapped);
    }
  }

  private Gradients gradients(Standing at, Batch batch, Step step) {
    twin.put(at.parameters());
    twin.network().backpropagate(batch, step);
    Gradients live = new Gradients(twin.gradients());
    return live.map(place -> live.of(place.layer(), place.parameter()).copy());
  }

  /** How far off each gradient may be: a share of the largest, in every element. */
  private Gradients shares(Gradients gradients) {
    return gradients.map(
        place -> {
          Tensor gradient = gradients.of(place.layer(), place.parameter());
          Tensor rounding = gradient.zerosLike();
          rounding.fill(bound * gradient.largestMagnitude());
          return rounding;
        });
  }

  /**
   * How far off each gradient may be, by what its formula predicts for each element; a statistic
   * has no formula.
   *
   * @param kinks whether units on a kink count
   */
  private Gradients predicted(Gradients gradients, Expectation expectation, boolean kinks) {
    Gradients shares = shares(gradients);
    return gradients.map(
        place -> {
          Tensor rounding = shares.of(place.layer(), place.parameter());
          if (isLearned(place)) {
            Allowed allowed = expectation.allowed(place);
            for (int i = 0; i < rounding.size(); i++) {
              rounding.values()[i] +=
                  Gate.REACH * allowed.sigma()[i] + (kinks ? allowed.slack()[i] : 0);
            }
          }
          return rounding;
        });
  }

  private boolean isLearned(Place place) {
    return twin.network().parameters().get(place.layer()).stream()
        .anyMatch(parameter -> parameter.key().equals(place.parameter()) && parameter.isLearned());
  }

  /** Whether DL4J's type can hold the sums over the examples that DL4J divides only later. */
  private boolean isInRange(Gradients gradients, int examples) {
    return gradients
        .map(place -> gradients.of(place.layer(), place.parameter()).times(examples))
        .ofLayers()
        .stream()
        .allMatch(this::isInRange);
  }

  private boolean isInRange(Map<String, Tensor> tensors) {
    return tensors.values().stream()
        .map(precision == Precision.FLOAT32 ? Tensor::roundedToFloat32 : Function.identity())
        .allMatch(Tensor::isFinite);
  }

  private static Tensor difference(Tensor a, Tensor b) {
    Tensor difference = a.copy();
    for (int i = 0; i < difference.size(); i++) {
      difference.values()[i] -= b.values()[i];
    }
    return difference;
  }

  /** The step of a twin from the given place, with given gradients. */
  private static void take(TrainingTwin from, Standing before, Gradients gradients, Moment moment) {
    from.put(before.parameters(), before.memory());
    List<List<Parameter>> parameters = from.network().parameters();
    for (int layer = 0; layer < parameters.size(); layer++) {
      for (Parameter parameter : parameters.get(layer)) {
        parameter.gradient().overwriteWith(gradients.of(layer, parameter.key()));
      }
    }
    from.apply(moment);
  }

  private Finding judge(
      Standing before, Standing after, Gradients gradients, Gradients roundings, Moment moment) {
    take(twin, before, gradients, moment);
    take(above, before, shifted(gradients, roundings, 1), moment);
    take(below, before, shifted(gradients, roundings, -1), moment);
    Tally tally = new Tally((int) moment.iteration() + 1);
    List<Map<String, Tensor>> reached = twin.parameters();
    for (int layer = 0; layer < reached.size(); layer++) {
      for (String key : reached.get(layer).keySet()) {
        tally.parameter(before, after, layer, key);
        tally.memory(after, layer, key);
      }
    }
    return tally.finding();
  }

  private static Gradients shifted(Gradients gradients, Gradients by, double sign) {
    return gradients.map(
        place -> {
          Tensor shifted = gradients.of(place.layer(), place.parameter()).copy();
          double[] shift = by.of(place.layer(), place.parameter()).values();
          for (int i = 0; i < shift.length; i++) {
            shifted.values()[i] += sign * shift[i];
          }
          return shifted;
        });
  }

  /** Adds up distances, and looks for the element that is farthest beyond what is allowed. */
  private final class Tally {
    private final int step;
    private double squares;
    private double length;
    private double memory;
    private double share;
    private Element worst = new Element(0, new Place(0, "", Role.UPDATE, ""), List.of(), 0, 0);

    Tally(int step) {
      this.step = step;
    }

    void parameter(Standing before, Standing after, int layer, String key) {
      Tensor start = before.parameters().get(layer).get(key);
      Tensor own = twin.parameters().get(layer).get(key);
      Tensor of = after.parameters().get(layer).get(key);
      double largestStep = difference(own, start).largestMagnitude();
      Tensor allowed = sensitivity(p -> p.parameters().get(layer).get(key));
      double norm = isConstrained(layer, key) ? bound * own.largestMagnitude() : 0;
      for (int i = 0; i < own.size(); i++) {
        double stored = Math.max(Math.abs(start.values()[i]), Math.abs(own.values()[i]));
        allowed.values()[i] +=
            2 * precision.unitRoundoff() * stored + bound * largestStep + norm + smallest();
      }
      squares += squares(difference(of, own));
      length += squares(own);
      compare(of, own, allowed, place(layer, Role.UPDATE, key));
    }

    void memory(Standing after, int layer, String key) {
      List<Tensor> own = twin.memory().get(layer).get(key);
      List<Tensor> of = after.memory().get(layer).get(key);
      for (int k = 0; k < own.size() && own.size() == of.size(); k++) {
        int at = k;
        Tensor allowed = sensitivity(p -> p.memory().get(layer).get(key).get(at));
        double rounding = bound * own.get(k).largestMagnitude() + smallest();
        for (int i = 0; i < allowed.size(); i++) {
          allowed.values()[i] += rounding;
        }
        double size = Math.sqrt(squares(own.get(k)));
        double distance = Math.sqrt(squares(difference(of.get(k), own.get(k))));
        memory = Math.max(memory, distance == 0 ? 0 : distance / size);
        compare(of.get(k), own.get(k), allowed, place(layer, Role.MEMORY, key));
      }
    }

    private boolean isConstrained(int layer, String key) {
      return twin.network().parameters().get(layer).stream()
          .anyMatch(p -> p.key().equals(key) && !rules.get(layer).constraints(p).isEmpty());
    }

    private Place place(int layer, Role role, String key) {
      return new Place(layer, experiment.network().layers().get(layer).word(), role, key);
    }

    /** Below this DL4J's type has no digits to be right about. */
    private double smallest() {
      return precision == Precision.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    }

    private Tensor sensitivity(Function<TrainingTwin, Tensor> tensor) {
      Tensor own = tensor.apply(twin);
      Tensor up = difference(tensor.apply(above), own);
      Tensor down = difference(tensor.apply(below), own);
      Tensor sensitivity = own.zerosLike();
      for (int i = 0; i < own.size(); i++) {
        sensitivity.values()[i] =
            2 * Math.max(Math.abs(up.values()[i]), Math.abs(down.values()[i]));
      }
      return sensitivity;
    }

    private void compare(Tensor dl4j, Tensor own, Tensor allowed, Place place) {
      for (int i = 0; i < own.size(); i++) {
        double off = Math.abs(dl4j.values()[i] - own.values()[i]) / allowed.values()[i];
        if (off > share) {
          share = off;
          List<Integer> index = Arrays.stream(own.shape().coordinates(i)).boxed().toList();
          worst = new Element(step, place, index, dl4j.values()[i], own.values()[i]);
        }
      }
    }

    private static double squares(Tensor tensor) {
      double squares = 0;
      for (double value : tensor.values()) {
        squares += value * value;
      }
      return squares;
    }

    Finding finding() {
      return new Finding(
          squares == 0 ? 0 : Math.sqrt(squares / length),
          memory,
          share,
          false,
          twin.parameters().stream().allMatch(StepDefect.this::isInRange),
          worst);
    }
  }
}
