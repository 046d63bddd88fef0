package gradtwin.compare;

import gradtwin.compare.Agreement.ComplexStepBlock;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.StepProbe;
import gradtwin.spec.Precision;
import gradtwin.tensor.Accumulator;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Formula;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Differentiates the twin's formula by the complex step: the witness with the resolution of
 * rounding itself.
 *
 * <p>Of each block, some random directions of signs: for a gradient g and the truth J, the mean of
 * {@code (v·(g - J))²} over directions v of signs is an unbiased estimate of {@code |g - J|²}, at
 * the price of one forward pass each. And some elements by themselves: those that are farthest
 * apart, the largest, the median and the smallest gradient, first and last, and others spread
 * evenly over every axis. Never the network at once: an error may hide in the projection of so
 * many.
 */
final class ComplexStepWitness {
  private static final int MOST_DIRECTIONS = 8;
  private static final int FEWEST_DIRECTIONS = 2;

  /** Elementary operations to spend on all blocks together. */
  private static final double BUDGET = 2e9;

  /** Roundings that a derivative along a direction gathers besides those of its elements. */
  private static final double ROUNDINGS = 4;

  /** The golden section: its multiples fill every axis evenly. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** Elements looked at where two sides are apart, per batch. */
  private static final int FARTHEST = 3;

  private final List<Expectation> expectations;
  private final Precision precision;
  private final int elementsPerBlock;
  private final int directions;
  private final long seed;

  /**
   * @param expectations for each batch
   * @param precision of DL4J's numbers
   * @param elementsPerBlock how many elements of each block to look at by themselves
   * @param blocks how many blocks there will be
   */
  ComplexStepWitness(
      List<Expectation> expectations,
      Precision precision,
      int elementsPerBlock,
      int blocks,
      long seed) {
    this.expectations = expectations;
    this.precision = precision;
    this.seed = seed;
    double work = Math.max(1, expectations.get(0).work() * Math.max(1, blocks));
    int affordable = (int) (BUDGET / work);
    this.directions = Math.min(MOST_DIRECTIONS, Math.max(FEWEST_DIRECTIONS, affordable));
    this.elementsPerBlock = Math.min(elementsPerBlock, Math.max(FARTHEST, affordable));
  }

  /**
   * Looks at one block.
   *
   * @param dl4j for each batch
   * @param twin for each batch
   * @param differ whether the two sides differ beyond rounding, so that the elements farthest apart
   *     are looked at in every batch
   */
  ComplexStepBlock testify(Place place, List<Tensor> dl4j, List<Tensor> twin, boolean differ) {
    Sides sides = new Sides(place, 0, dl4j.get(0), twin.get(0));
    Along along = along(sides);
    List<StepProbe> probes = new ArrayList<>();
    for (int position : stratified(sides)) {
      probes.add(sides.probe(position));
    }
    for (int batch = 0; differ && batch < dl4j.size(); batch++) {
      Sides of = batch == 0 ? sides : new Sides(place, batch, dl4j.get(batch), twin.get(batch));
      for (int position : of.farthest()) {
        probes.add(of.probe(position));
      }
    }
    double zDl4j = along.zDl4j;
    double zTwin = along.zTwin;
    for (StepProbe probe : probes) {
      zDl4j = Math.max(zDl4j, probe.zDl4j());
      zTwin = Math.max(zTwin, probe.zTwin());
    }
    return new ComplexStepBlock(
        place.layer(),
        place.role(),
        place.parameter(),
        along.directions,
        probes.size(),
        along.excluded,
        along.toDl4j,
        along.toTwin,
        along.resolution,
        zDl4j,
        zTwin,
        probes);
  }

  /** Both sides of one block in one batch, with how far each may be from the truth. */
  private final class Sides {
    private final Place place;
    private final int batch;
    private final Tensor dl4j;
    private final Tensor twin;
    private final Expectation expectation;
    private final Allowed ofDl4j;
    private final Allowed ofTwin;

    Sides(Place place, int batch, Tensor dl4j, Tensor twin) {
      this.place = place;
      this.batch = batch;
      this.dl4j = dl4j;
      this.twin = twin;
      this.expectation = expectations.get(batch);
      this.ofDl4j = expectation.allowedOf(place, precision);
      this.ofTwin = expectation.allowedOf(place, Precision.FLOAT64);
    }

    boolean isOnKink(int position) {
      return ofDl4j.slack()[position] > 0;
    }

    /** The elements farthest apart. */
    List<Integer> farthest() {
      return Gate.farthest(dl4j, twin, expectation.allowed(place), FARTHEST);
    }

    StepProbe probe(int position) {
      double truth = expectation.at(place, position).value();
      double own = ofTwin.sigma()[position]; // the complex step is rounded like the twin
      double d = dl4j.values()[position];
      double h = twin.values()[position];
      return new StepProbe(
          batch,
          IntStream.of(twin.shape().coordinates(position)).boxed().toList(),
          d,
          h,
          truth,
          z(d, truth, Math.hypot(ofDl4j.sigma()[position], own), ofDl4j.slack()[position]),
          z(h, truth, Math.hypot(own, own), ofTwin.slack()[position]));
    }
  }

  private static double z(double side, double truth, double sigma, double slack) {
    double distance = Math.max(0, Math.abs(side - truth) - slack - Formula.TRUNCATION);
    return distance == 0 ? 0 : distance / sigma;
  }

  /** What the random directions say. */
  private static final class Along {
    private int directions;
    private int excluded;
    private double toDl4j;
    private double toTwin;
    private double resolution;
    private double zDl4j;
    private double zTwin;
  }

  /** Along directions that leave out the elements which depend on a kink. */
  private Along along(Sides sides) {
    Along along = new Along();
    CounterRandom random = new CounterRandom(seed, CounterRandom.Stream.WITNESS, 1);
    double[] d = sides.dl4j.values();
    double[] h = sides.twin.values();
    int size = h.length;
    double norm = 0;
    double ofDl4j = 0;
    double ofTwin = 0;
    for (int i = 0; i < size; i++) {
      if (sides.isOnKink(i)) {
        along.excluded++;
      } else {
        norm += h[i] * h[i];
        ofDl4j += square(sides.ofDl4j.sigma()[i]);
        ofTwin += square(sides.ofTwin.sigma()[i]);
      }
    }
    if (along.excluded == size) {
      return along;
    }
    double squaresOfDl4j = 0;
    double squaresOfTwin = 0;
    for (int k = 0; k < directions; k++) {
      double[] direction = new double[size];
      double[] alongSides = new double[2];
      Accumulator sums = new Accumulator(alongSides);
      for (int i = 0; i < size; i++) {
        if (!sides.isOnKink(i)) {
          direction[i] = random.uniform(k, i) < 0.5 ? -1 : 1;
          sums.add(0, direction[i] * d[i]);
          sums.add(1, direction[i] * h[i]);
        }
      }
      sums.finish();
      double alongDl4j = alongSides[0];
      double alongTwin = alongSides[1];
      double truth = sides.expectation.along(sides.place, k, direction).value();
      double own =
          ofTwin + square(ROUNDINGS * Precision.FLOAT64.unitRoundoff() * truth); // a variance
      squaresOfDl4j += square(alongDl4j - truth);
      squaresOfTwin += square(alongTwin - truth);
      along.zDl4j = Math.max(along.zDl4j, z(alongDl4j, truth, Math.sqrt(ofDl4j + own), 0));
      along.zTwin = Math.max(along.zTwin, z(alongTwin, truth, Math.sqrt(ofTwin + own), 0));
    }
    along.directions = directions;
    double scale = norm > 0 ? Math.sqrt(norm) : 1;
    along.toDl4j = Math.sqrt(squaresOfDl4j / directions) / scale;
    along.toTwin = Math.sqrt(squaresOfTwin / directions) / scale;
    along.resolution = Math.sqrt(2 * ofTwin) / scale;
    return along;
  }

  private static double square(double x) {
    return x * x;
  }

  private Set<Integer> stratified(Sides sides) {
    int size = sides.twin.size();
    Set<Integer> chosen = new LinkedHashSet<>();
    if (elementsPerBlock == 0) {
      return chosen;
    }
    double[] h = sides.twin.values();
    List<Integer> byMagnitude =
        IntStream.range(0, size)
            .filter(i -> h[i] != 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> Math.abs(h[i])))
            .toList();
    List<Integer> candidates = new ArrayList<>();
    candidates.addAll(
        Gate.farthest(sides.dl4j, sides.twin, sides.expectation.allowed(sides.place), 1));
    if (!byMagnitude.isEmpty()) {
      candidates.add(byMagnitude.get(byMagnitude.size() - 1));
      candidates.add(byMagnitude.get(byMagnitude.size() / 2));
      candidates.add(byMagnitude.get(0));
    }
    candidates.add(0);
    candidates.add(size - 1);
    for (int k = 1; k <= elementsPerBlock; k++) {
      double turn = k * GOLDEN;
      candidates.add((int) ((turn - Math.floor(turn)) * size));
    }
    candidates.stream().distinct().limit(elementsPerBlock).forEach(chosen::add);
    return chosen;
  }

  /** Whether a block is of the kind that the complex step knows. */
  static boolean knows(Place place) {
    return place.role() == Role.GRADIENT || place.role() == Role.DELTA;
  }
}
