package gradtwin.compare;

import gradtwin.spec.Precision;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.UpdateFormula;
import gradtwin.twin.optimizer.ClosedForm;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Holds the steps of both optimizers against the update's formula, on some elements of each
 * parameter. A side is right about an element if it lies within the side's own rounding of the
 * formula, whose own error is far below every float64's.
 */
final class UpdateWitness {
  /** Elements of a parameter that are drawn besides the chosen ones. */
  private static final int DRAWN = 4;

  /** Roundings of a scalar factor of the step in float64. */
  private static final double ROUNDINGS = 4 * Precision.FLOAT64.unitRoundoff();

  private final UpdateFormula formula;
  private final CounterRandom random;

  UpdateWitness(UpdateFormula formula, long seed) {
    this.formula = formula;
    this.random = new CounterRandom(seed, CounterRandom.Stream.WITNESS);
  }

  /**
   * What both sides did to one tensor.
   *
   * @param allowedOfDl4j how far DL4J may be from the formula, element by element
   * @param allowedOfTwin how far the twin may be
   */
  record Sides(Tensor dl4j, Tensor twin, Tensor allowedOfDl4j, Tensor allowedOfTwin) {
    /** The element in which the sides differ most, in units of what DL4J is allowed. */
    private int mostDifferent() {
      double worst = -1;
      int position = 0;
      for (int i = 0; i < dl4j.size(); i++) {
        double difference = Math.abs(dl4j.values()[i] - twin.values()[i]);
        double allowed = allowedOfDl4j.values()[i];
        double ratio = difference == 0 ? 0 : difference / allowed;
        if (ratio > worst) {
          worst = ratio;
          position = i;
        }
      }
      return position;
    }

    boolean agree() {
      for (int i = 0; i < dl4j.size(); i++) {
        double difference = Math.abs(dl4j.values()[i] - twin.values()[i]);
        if (difference > allowedOfDl4j.values()[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * What the witness says of one parameter.
   *
   * @param verdict agree if it contradicts neither side
   * @param words the first element about which it contradicts one, with the numbers
   */
  record Finding(Verdict verdict, String words) {}

  /**
   * The steps of one parameter.
   *
   * @param steps of both sides, first to last
   */
  Finding ofSteps(int layer, Parameter parameter, List<Sides> steps) {
    Tally tally = new Tally();
    for (int position : sample(layer, steps)) {
      for (int step = 0; step < steps.size(); step++) {
        ClosedForm.Value value = formula.at(layer, parameter, position, step);
        double magnified =
            ROUNDINGS * value.magnification() * steps.get(step).twin().largestMagnitude();
        tally.add(steps.get(step), position, value.step(), magnified, "step " + (step + 1));
      }
    }
    return tally.finding();
  }

  /**
   * What the optimizers remember of one parameter.
   *
   * @param names of the tensors
   * @param memory of both sides, as many
   * @param step after which, counted from 0
   */
  Finding ofMemory(
      int layer, Parameter parameter, List<String> names, List<Sides> memory, int step) {
    Tally tally = new Tally();
    for (int position : sample(layer, memory)) {
      List<BigDecimal> exact = formula.at(layer, parameter, position, step).memory();
      for (int i = 0; i < memory.size(); i++) {
        String which = names.get(i) + " after step " + (step + 1);
        tally.add(memory.get(i), position, exact.get(i), 0, which);
      }
    }
    return tally.finding();
  }

  /** Largest, median and smallest, first and last, where the sides differ most, and some others. */
  private Iterable<Integer> sample(int layer, List<Sides> all) {
    TreeSet<Integer> positions = new TreeSet<>();
    double[] first = all.get(0).twin().values();
    int[] bySize =
        IntStream.range(0, first.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> Math.abs(first[i])))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i : new int[] {0, first.length / 2, first.length - 1}) {
      positions.add(bySize[i]);
    }
    positions.add(0);
    positions.add(first.length - 1);
    for (int i = 0; i < DRAWN; i++) {
      positions.add((int) (random.uniform(layer, i) * first.length));
    }
    all.forEach(sides -> positions.add(sides.mostDifferent()));
    return positions;
  }

  /** Gathers what is wrong on which side. */
  private static final class Tally {
    private boolean dl4j;
    private boolean twin;
    private boolean both;
    private String words = "";

    void add(Sides sides, int position, BigDecimal exact, double magnified, String which) {
      double expected = exact.doubleValue();
      double d = sides.dl4j().values()[position];
      double h = sides.twin().values()[position];
      boolean dl4jIsRight =
          Math.abs(d - expected) <= sides.allowedOfDl4j().values()[position] + magnified;
      boolean twinIsRight =
          Math.abs(h - expected) <= sides.allowedOfTwin().values()[position] + magnified;
      if (dl4jIsRight && twinIsRight) {
        return;
      }
      if (words.isEmpty()) {
        Shape shape = sides.twin().shape();
        words =
            String.format(
                Locale.ROOT,
                "%s at %s: the formula gives %.10g, DL4J %.10g, the twin %.10g",
                which,
                Arrays.toString(shape.coordinates(position)),
                expected,
                d,
                h);
      }
      dl4j |= twinIsRight;
      twin |= dl4jIsRight;
      both |= !dl4jIsRight && !twinIsRight;
    }

    Finding finding() {
      if (!dl4j && !twin && !both) {
        return new Finding(Verdict.AGREE, "");
      }
      if (both && !dl4j && !twin) {
        return new Finding(Verdict.COMMON_MODE, words);
      }
      if (both || dl4j == twin) {
        return new Finding(Verdict.INCONCLUSIVE, words);
      }
      return new Finding(dl4j ? Verdict.DL4J_DEVIATES : Verdict.TWIN_DEVIATES, words);
    }
  }
}
