package gradtwin.compare;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Trajectory.Element;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
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
import java.util.function.DoubleBinaryOperator;
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
 * 2 |step(g ± e) - step(g)|,   e = bound * max |g| + 8 max |g(± 1 ULP) - g|
 * }</pre>
 *
 * <p>The last line is what the roundings of the gradient make of the step: an adaptive optimizer
 * magnifies them without limit where the gradient is nearly 0. How large they are is measured, by
 * moving all parameters and the values between the layers by a unit in the last place: where the
 * shares of the examples cancel they are far larger than the gradient suggests. Moves that push a
 * unit over a kink are left out of that; they are asked only when a step is off by more, see {@link
 * Finding#onKink}.
 */
final class StepDefect {
  /** How many times the twin is moved to measure the roundings of its gradient. */
  private static final int MOVES = 2;

  /** How many times the measured difference a rounding may be. */
  private static final double MARGIN = 8;

  /** How many times the twin is moved to see both sides of a kink. */
  private static final int KINK_MOVES = 8;

  private final Experiment experiment;
  private final Precision precision;
  private final double bound;
  private final List<LayerRules> rules;
  private final TrainingTwin twin;
  private final TrainingTwin above;
  private final TrainingTwin below;
  private final TrainingTwin moved;
  private final long seed;

  /**
   * @param twins makes twins
   */
  StepDefect(Experiment experiment, Supplier<Network> twins) {
    this.experiment = experiment;
    this.precision = experiment.precision();
    this.bound = Bound.of(precision);
    this.rules = UpdateComparison.rules(experiment);
    this.seed = experiment.seed();
    this.twin = new TrainingTwin(twins.get(), experiment);
    this.above = new TrainingTwin(twins.get(), experiment);
    this.below = new TrainingTwin(twins.get(), experiment);
    this.moved = new TrainingTwin(twins.get(), experiment);
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

  /**
   * Compares one step.
   *
   * @param activations DL4J's before the step, which are asked for only if something is wrong
   */
  Finding of(
      Standing before,
      Standing after,
      Batch batch,
      Moment moment,
      Supplier<List<Tensor>> activations) {
    Step step = Step.training(moment.iteration());
    Gradients gradients = gradients(twin, before, twin.network(), batch, step);
    Gradients roundings = roundings(gradients, before, batch, step);
    Finding judged = judge(before, after, gradients, roundings, moment);
    Finding finding = isInRange(gradients, batch.size()) ? judged : judged.beyondRange();
    if (finding.share() <= 1) {
      return finding;
    }
    AdoptedSides sides = new AdoptedSides(precision.unitRoundoff());
    Network onDl4jsSides = sides.in(twin.network(), activations.get());
    Gradients adopted = gradients(twin, before, onDl4jsSides, batch, step);
    boolean onKink =
        judge(before, after, adopted, roundings, moment).share() <= 1
            || isBetweenSides(gradients, before, after, batch, moment);
    return onKink ? finding.asKink() : finding;
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

  /**
   * @param owner holds the parameters of the network
   */
  private static Gradients gradients(
      TrainingTwin owner, Standing at, Network network, Batch batch, Step step) {
    owner.put(at.parameters());
    network.backpropagate(batch, step);
    return copied(owner);
  }

  private static Gradients copied(TrainingTwin owner) {
    Gradients live = new Gradients(owner.gradients());
    return live.map(place -> live.of(place.layer(), place.parameter()).copy());
  }

  /** The twin with all parameters, and the values between its layers, moved by a rounding. */
  private Network moved(Standing at, Step step, int move) {
    int index = 1 + (int) (step.iteration() % 1_000_000) * KINK_MOVES + move;
    CounterRandom random = new CounterRandom(seed, CounterRandom.Stream.WITNESS, index);
    moved.put(at.parameters());
    moved.nudge(random);
    return RoughTwin.of(moved.network(), precision, random);
  }

  private Gradients movedGradients(Standing at, Batch batch, Step step, int move) {
    moved(at, step, move).backpropagate(batch, step);
    return copied(moved);
  }

  /** How far off each gradient may be: one number per parameter, in every element. */
  private Gradients roundings(Gradients gradients, Standing at, Batch batch, Step step) {
    int piece = twin.network().surface(batch, step).piece();
    List<Gradients> elsewhere = new ArrayList<>();
    for (int move = 0; move < MOVES; move++) {
      Network there = moved(at, step, move);
      there.backpropagate(batch, step);
      Gradients gradientsThere = copied(moved);
      if (there.surface(batch, step).piece() == piece) { // a jump is no rounding
        elsewhere.add(gradientsThere);
      }
    }
    return gradients.map(
        place -> {
          Tensor gradient = gradients.of(place.layer(), place.parameter());
          double measured = 0;
          for (Gradients other : elsewhere) {
            Tensor there = other.of(place.layer(), place.parameter());
            measured = Math.max(measured, difference(there, gradient).largestMagnitude());
          }
          Tensor rounding = gradient.zerosLike();
          rounding.fill(bound * gradient.largestMagnitude() + MARGIN * measured);
          return rounding;
        });
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

  /**
   * Whether DL4J's step lies between those that the twin takes when rounding pushes units over
   * their kinks, one way or the other: every layer with kinks has a word in it, whatever they are.
   */
  private boolean isBetweenSides(
      Gradients gradients, Standing before, Standing after, Batch batch, Moment moment) {
    Step step = Step.training(moment.iteration());
    Gradients least = gradients;
    Gradients greatest = gradients;
    for (int move = 0; move < KINK_MOVES; move++) {
      Gradients there = movedGradients(before, batch, step, move);
      least = combined(least, there, Math::min);
      greatest = combined(greatest, there, Math::max);
    }
    Gradients low = least;
    Gradients high = greatest;
    Gradients middle = combined(low, high, (a, b) -> (a + b) / 2);
    Gradients half =
        middle.map(
            place -> {
              Tensor from = low.of(place.layer(), place.parameter());
              Tensor to = high.of(place.layer(), place.parameter());
              Tensor width = difference(to, from).times(0.5);
              double rounding = bound * to.largestMagnitude();
              for (int i = 0; i < width.size(); i++) {
                width.values()[i] += rounding;
              }
              return width;
            });
    return judge(before, after, middle, half, moment).share() <= 1;
  }

  private static Gradients combined(Gradients a, Gradients b, DoubleBinaryOperator each) {
    return a.map(
        place -> {
          Tensor combined = a.of(place.layer(), place.parameter()).copy();
          double[] other = b.of(place.layer(), place.parameter()).values();
          for (int i = 0; i < other.length; i++) {
            combined.values()[i] = each.applyAsDouble(combined.values()[i], other[i]);
          }
          return combined;
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
