package gradtwin.spec;

import gradtwin.twin.Moment;
import gradtwin.twin.schedule.Clock;
import gradtwin.twin.schedule.Cycle;
import gradtwin.twin.schedule.Exponential;
import gradtwin.twin.schedule.Fixed;
import gradtwin.twin.schedule.Inverse;
import gradtwin.twin.schedule.Piecewise;
import gradtwin.twin.schedule.Polynomial;
import gradtwin.twin.schedule.Ramp;
import gradtwin.twin.schedule.Schedule;
import gradtwin.twin.schedule.Sigmoid;
import gradtwin.twin.schedule.Step;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * A hyperparameter as a file gives it: a number, or a schedule by which it changes.
 *
 * <pre>{@code
 * learningRate: 0.1
 * learningRate: {type: step, initial: 0.1, decay: 0.5, every: 100, by: iteration}
 * }</pre>
 *
 * @param twin the schedule by hand; {@link Fixed} for a number
 * @param dl4j makes DL4J's schedule; empty for a number
 */
public record ScheduleSpec(Schedule twin, Optional<Supplier<ISchedule>> dl4j) {
  private static final Range COUNT = Range.between(1, 1_000_000_000);
  private static final Range POINT = Range.between(0, 1_000_000_000);

  private ScheduleSpec(Schedule twin, Supplier<ISchedule> dl4j) {
    this(twin, Optional.of(dl4j));
  }

  /** The same value always. */
  static ScheduleSpec of(double number) {
    return new ScheduleSpec(new Fixed(number), Optional.empty());
  }

  /** A number, or a schedule whose values lie in the same range. */
  static ScheduleSpec read(Fields fields, String key, String help, Range range, double fallback) {
    return fields.numberOr(key, help, range, fallback, ScheduleSpec::of, words(noun(key), range));
  }

  /** Schedules of different ranges are different vocabularies. */
  private static String noun(String key) {
    return key.equals("learningRate") ? "schedule" : key + " schedule";
  }

  /**
   * The schedules; a new one is its twin and one row here.
   *
   * @param noun what they are
   * @param range what is legal for the values that are written in a file
   */
  static Vocabulary<ScheduleSpec> words(String noun, Range range) {
    return Vocabulary.<ScheduleSpec>of(noun)
        .word(
            "fixed",
            fields -> {
              double value = fields.number("value", "at every moment", range);
              return new ScheduleSpec(new Fixed(value), () -> new FixedSchedule(value));
            })
        .word("step", fields -> step(fields, range))
        .word("exponential", fields -> exponential(fields, range))
        .word("inverse", fields -> inverse(fields, range))
        .word("polynomial", fields -> polynomial(fields, range))
        .word("sigmoid", fields -> sigmoid(fields, range))
        .word("map", fields -> piecewise(fields, range))
        .word("ramp", fields -> ramp(fields, noun, range))
        .word("cycle", fields -> cycle(fields, range));
  }

  private static double initial(Fields fields, Range range) {
    return fields.number("initial", "value at the start", range);
  }

  private static Clock by(Fields fields) {
    return fields.oneOf("by", "what the schedule counts", Clock.ITERATION);
  }

  private static ScheduleType toDl4j(Clock by) {
    return by == Clock.ITERATION ? ScheduleType.ITERATION : ScheduleType.EPOCH;
  }

  private static ScheduleSpec step(Fields fields, Range range) {
    Step step =
        new Step(
            initial(fields, range),
            fields.number("decay", "factor of each step", Range.POSITIVE),
            fields.wholeNumber("every", "iterations or epochs from step to step", COUNT),
            by(fields));
    return new ScheduleSpec(
        step,
        () -> new StepSchedule(toDl4j(step.by()), step.initial(), step.decay(), step.every()));
  }

  private static ScheduleSpec exponential(Fields fields, Range range) {
    Exponential exponential =
        new Exponential(
            initial(fields, range),
            fields.number("decay", "factor from one to the next", Range.POSITIVE),
            by(fields));
    return new ScheduleSpec(
        exponential,
        () ->
            new ExponentialSchedule(
                toDl4j(exponential.by()), exponential.initial(), exponential.decay()));
  }

  private static ScheduleSpec inverse(Fields fields, Range range) {
    Inverse inverse =
        new Inverse(
            initial(fields, range),
            fields.number("gamma", "how fast it falls", Range.POSITIVE),
            fields.number("power", "of the denominator", Range.NOT_NEGATIVE, 1),
            by(fields));
    return new ScheduleSpec(
        inverse,
        () ->
            new InverseSchedule(
                toDl4j(inverse.by()), inverse.initial(), inverse.gamma(), inverse.power()));
  }

  private static ScheduleSpec polynomial(Fields fields, Range range) {
    Polynomial polynomial =
        new Polynomial(
            initial(fields, range),
            fields.number("power", "of the share of time that is left", Range.NOT_NEGATIVE, 1),
            fields.wholeNumber("length", "iterations or epochs until it is 0", COUNT),
            by(fields));
    if (polynomial.power() != 0) {
      fields.deviation(
          "type",
          "DL4J's polynomial schedule rises where it should fall: it computes initial * (1 + i /"
              + " length)^power (PolySchedule.valueAt in 1.0.0-M2.1); the twin's falls");
    }
    return new ScheduleSpec(
        polynomial,
        () ->
            new PolySchedule(
                toDl4j(polynomial.by()),
                polynomial.initial(),
                polynomial.power(),
                polynomial.length()));
  }

  private static ScheduleSpec sigmoid(Fields fields, Range range) {
    double initial = fields.number("initial", "the upper level", range);
    double gamma = fields.number("gamma", "steepness; below 0 it falls", Range.ANY);
    if (gamma == 0) {
      fields.error("gamma", "expected a number other than 0, with which nothing changes, got 0");
    }
    int center = fields.wholeNumber("center", "where half the level is reached", POINT);
    Clock by = by(fields);
    return new ScheduleSpec(
        new Sigmoid(initial, gamma, center, by),
        () -> new SigmoidSchedule(toDl4j(by), initial, gamma, center));
  }

  private static ScheduleSpec piecewise(Fields fields, Range range) {
    SortedMap<Integer, Double> values =
        new TreeMap<>(
            fields.numberTable(
                "values", "iteration or epoch to the value from there on", POINT, range));
    if (!values.isEmpty() && !values.containsKey(0)) {
      fields.error("values", "expected a value from 0 on, got the first from " + values.firstKey());
    }
    values.putIfAbsent(0, 1.0);
    Clock by = by(fields);
    return new ScheduleSpec(
        new Piecewise(values, by), () -> new MapSchedule(toDl4j(by), new TreeMap<>(values)));
  }

  private static ScheduleSpec ramp(Fields fields, String noun, Range range) {
    ScheduleSpec base =
        fields.numberOr("base", "what is reached", range, ScheduleSpec::of, words(noun, range));
    int length = fields.wholeNumber("length", "iterations until it is reached", COUNT);
    fields.deviation(
        "type",
        "DL4J trains with a ramp, and saves it, but cannot load it again (RampSchedule in 1.0.0-M2.1"
            + " has nothing for its JSON to call): evaluate, predict and resume fail for a run of"
            + " DL4J's");
    return new ScheduleSpec(
        new Ramp(base.twin(), length),
        () -> new RampSchedule(base.toDl4j().orElseGet(() -> fixed(base)), length));
  }

  private static ISchedule fixed(ScheduleSpec number) {
    return new FixedSchedule(number.atStart());
  }

  private static ScheduleSpec cycle(Fields fields, Range range) {
    int faults = fields.errors();
    Cycle cycle =
        new Cycle(
            initial(fields, range),
            fields.number("maximum", "value in the middle", range),
            fields.wholeNumber("length", "iterations or epochs of a cycle", Range.between(2, 1e9)),
            fields.wholeNumber("annealing", "how many of them anneal", POINT),
            fields.number("decay", "factor from one to the next while annealing", Range.POSITIVE),
            by(fields));
    int rest = cycle.length() - cycle.annealing();
    boolean told = fields.has("length") && fields.has("annealing") && fields.errors() == faults;
    if (told && (rest < 2 || rest % 2 != 0)) {
      fields.error(
          "annealing",
          "expected to leave an even number of the "
              + cycle.length()
              + ", at least 2, to rise and fall, got "
              + cycle.annealing());
    }
    return new ScheduleSpec(
        cycle,
        () ->
            new CycleSchedule(
                toDl4j(cycle.by()),
                cycle.initial(),
                cycle.maximum(),
                cycle.length(),
                cycle.annealing(),
                cycle.decay()));
  }

  /** Whether the value never changes because it is a number. */
  boolean isNumber() {
    return dl4j.isEmpty();
  }

  /** The number, or the value at the start of the training. */
  double atStart() {
    return twin.at(Moment.START);
  }

  /** DL4J's schedule, unless it is a number. */
  Optional<ISchedule> toDl4j() {
    return dl4j.map(Supplier::get);
  }
}
