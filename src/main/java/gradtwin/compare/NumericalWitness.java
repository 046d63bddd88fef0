package gradtwin.compare;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Probe;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.StepCurve;
import gradtwin.compare.Agreement.StepPoint;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Differentiates DL4J's own score numerically: the witness that says which side is right.
 *
 * <p>It knows neither backward pass. DL4J's score is taken from a float64 copy of the network with
 * the same parameters, so that a float32 network is judged beyond its own rounding. The twin's
 * forward pass is asked one thing only: whether a step stays on the smooth piece of the loss on
 * which the point lies; a step that does not is halved until it does, and an element for which no
 * step does is excluded and counted.
 */
final class NumericalWitness {
  /** Relative to the element, or to 1 if that is larger: the best of 1e-1 to 1e-4 on tanh nets. */
  private static final double LARGEST_STEP = 1e-2;

  private static final double SMALLEST_STEP = 1e-7;

  /** The expected error of the extrapolation is an estimate; a verdict waits for ten times that. */
  private static final double ERRORS_TO_BE_SURE = 10;

  /** Of the distance to the nearest kink, how much of it a step may take. */
  private static final double SHARE_OF_REACH = 0.5;

  private static final double CURVE_START = 0.1;

  /** Of the curve: two for each power of ten. */
  private static final int CURVE_POINTS = 21;

  /** What float64 scores of ordinary size cannot resolve: rounding over the smallest good step. */
  private static final double NOISE_FLOOR = 1e-11;

  /** Elementary operations to spend on one block, so that a large network takes seconds. */
  private static final double BUDGET = 4e9;

  /** Scores that one derivative takes, about. */
  private static final double EVALUATIONS = 20;

  /** Elements that are looked at whatever they cost. */
  private static final int FEWEST = 3;

  private final Dl4jNetwork score;
  private final Network pieces;
  private final Batch batch;
  private final Batch moving;
  private final Step step;
  private final Expectation expectation;
  private final int elementsPerBlock;
  private final long seed;
  private final boolean indices;
  private final Map<Question, Answer> answers = new HashMap<>();

  /**
   * @param parameters the point: of each layer by key
   * @param pieces a twin with the same parameters, which is left as it was
   * @param expectation of the batch: it knows how far the nearest kink is
   */
  NumericalWitness(
      Experiment experiment,
      List<Map<String, Tensor>> parameters,
      Network pieces,
      Batch batch,
      Step step,
      Expectation expectation) {
    this.expectation = expectation;
    this.score = Dl4jNetwork.create(experiment.withPrecision(Precision.FLOAT64));
    this.score.setParameters(parameters);
    this.pieces = pieces;
    this.batch = batch;
    this.moving =
        new Batch(batch.features().copy(), batch.labels(), batch.featureMask(), batch.labelMask());
    this.step = step;
    int affordable = (int) Math.max(FEWEST, BUDGET / (EVALUATIONS * expectation.work()));
    this.elementsPerBlock = Math.min(experiment.comparison().witnessElements(), affordable);
    this.seed = experiment.seed();
    this.indices = experiment.network().takesIndices();
  }

  /** The uncertainty of a probe: what it cannot tell apart, in the units of the gradient. */
  static double resolution(Probe probe, double largestOfBlock) {
    return ERRORS_TO_BE_SURE * probe.error() + NOISE_FLOOR * largestOfBlock;
  }

  /**
   * Looks at some elements of every parameter, and of the input of the network, unless that is
   * indices: between two whole numbers there is no score.
   */
  List<WitnessBlock> testify(List<Compared> flow) {
    return visible(flow).map(this::block).toList();
  }

  /** What the score can be moved by: parameters, and the input, last layer first. */
  private Stream<Compared> visible(List<Compared> flow) {
    return flow.stream()
        .filter(
            compared ->
                switch (compared.place().role()) {
                  case GRADIENT -> true;
                  case DELTA -> compared.place().layer() == 0 && !indices;
                  case ACTIVATION, MEMORY, UPDATE -> false;
                });
  }

  /** How the central difference depends on the step, where the two sides are farthest apart. */
  Optional<StepCurve> curve(List<Compared> flow) {
    return visible(flow)
        .filter(compared -> !compared.dl4j().get(0).shape().equals(Shape.of(0)))
        .max(Comparator.comparingDouble(compared -> compared.gate().z()))
        .map(this::curve);
  }

  private StepCurve curve(Compared compared) {
    Place place = compared.place();
    Tensor dl4j = compared.dl4j().get(0);
    Tensor twin = compared.twin().get(0);
    int position = Gate.farthest(dl4j, twin, expectation.allowed(place), 1).get(0);
    double truth = expectation.at(place, position).value();
    Coordinate coordinate = coordinate(place, position);
    List<StepPoint> points = new ArrayList<>();
    double scale = Math.max(1, Math.abs(coordinate.original()));
    for (int i = 0; i < CURVE_POINTS; i++) {
      double h = scale * CURVE_START * Math.pow(10, -i / 2.0);
      double above = coordinate.original() + h;
      double below = coordinate.original() - h;
      double rise = lossAt(coordinate, above) - lossAt(coordinate, below);
      points.add(new StepPoint(h, rise / (above - below))); // the step that was really taken
    }
    coordinate.inScore().accept(coordinate.original());
    return new StepCurve(
        place,
        index(twin, position),
        points,
        dl4j.values()[position],
        twin.values()[position],
        truth,
        expectation.allowedOf(place, Precision.FLOAT64).sigma()[position]); // rounded like the twin
  }

  private static List<Integer> index(Tensor tensor, int position) {
    return IntStream.of(tensor.shape().coordinates(position)).boxed().toList();
  }

  private Coordinate coordinate(Place place, int position) {
    return place.role() == Role.GRADIENT ? ofParameter(place, position) : ofInput(position);
  }

  private Coordinate ofParameter(Place place, int position) {
    Tensor value =
        pieces.parameters().get(place.layer()).stream()
            .filter(parameter -> parameter.key().equals(place.parameter()))
            .findFirst()
            .orElseThrow()
            .value();
    return new Coordinate(
        value.values()[position],
        moved -> score.setParameter(place.layer(), place.parameter(), position, moved),
        moved -> value.values()[position] = moved,
        batch);
  }

  /** The gradient with respect to the features stands for the delta of the first layer. */
  private Coordinate ofInput(int position) {
    double[] features = moving.features().values();
    return new Coordinate(
        features[position],
        moved -> features[position] = moved,
        moved -> features[position] = moved,
        moving);
  }

  /** One number that the loss depends on. */
  private record Coordinate(
      double original, DoubleConsumer inScore, DoubleConsumer inPieces, Batch batch) {}

  private WitnessBlock block(Compared compared) {
    Place place = compared.place();
    Tensor dl4j = compared.dl4j().get(0);
    Tensor twin = compared.twin().get(0);
    List<Probe> probes = new ArrayList<>();
    for (int position : stratified(dl4j, twin, place.layer())) {
      probes.add(probe(place, position, dl4j, twin));
    }
    double largest = twin.largestMagnitude() > 0 ? twin.largestMagnitude() : 1;
    double toDl4j = 0;
    double toTwin = 0;
    double noise = 0;
    int excluded = 0;
    for (Probe probe : probes) {
      if (probe.onKink()) {
        excluded++;
        continue;
      }
      toDl4j = Math.max(toDl4j, Math.abs(probe.numerical() - probe.dl4j()) / largest);
      toTwin = Math.max(toTwin, Math.abs(probe.numerical() - probe.twin()) / largest);
      noise = Math.max(noise, probe.error() / largest);
    }
    return new WitnessBlock(
        place.layer(), place.parameter(), probes.size(), excluded, toDl4j, toTwin, noise, probes);
  }

  /**
   * The derivative of the score with respect to one element.
   *
   * @param onKink whether every step crossed a kink
   */
  private record Answer(RichardsonDerivative.Estimate estimate, boolean onKink) {}

  private record Question(Place place, int position) {}

  private Probe probe(Place place, int position, Tensor dl4j, Tensor twin) {
    // computed once, whoever is judged by it
    Answer answer = answers.computeIfAbsent(new Question(place, position), this::answer);
    return new Probe(
        index(twin, position),
        dl4j.values()[position],
        twin.values()[position],
        answer.estimate().value(),
        answer.estimate().error(),
        answer.onKink());
  }

  private Answer answer(Question question) {
    double reach = expectation.at(question.place(), question.position()).reach();
    Coordinate coordinate = coordinate(question.place(), question.position());
    double h = smoothStep(coordinate, reach);
    RichardsonDerivative.Estimate estimate =
        h == 0
            ? new RichardsonDerivative.Estimate(Double.NaN, Double.POSITIVE_INFINITY)
            : RichardsonDerivative.at(
                distance -> lossAt(coordinate, coordinate.original() + distance), h);
    coordinate.inScore().accept(coordinate.original());
    return new Answer(estimate, h == 0);
  }

  private double lossAt(Coordinate coordinate, double value) {
    coordinate.inScore().accept(value);
    return score.loss(coordinate.batch(), step.training());
  }

  /**
   * The largest step that crosses no kink on either side; 0 if there is none. A straight line says
   * how far the nearest one is; that it is not crossed is seen by trying.
   *
   * @param reach the distance to the nearest kink along a straight line
   */
  private double smoothStep(Coordinate coordinate, double reach) {
    int here = pieceAt(coordinate, 0);
    double scale = Math.max(1, Math.abs(coordinate.original()));
    double found = 0;
    double largest = Math.min(LARGEST_STEP, SHARE_OF_REACH * reach / scale);
    for (double h = largest; h >= SMALLEST_STEP && found == 0; h /= 4) {
      if (pieceAt(coordinate, h * scale) == here && pieceAt(coordinate, -h * scale) == here) {
        found = h * scale;
      }
    }
    coordinate.inPieces().accept(coordinate.original());
    return found;
  }

  private int pieceAt(Coordinate coordinate, double distance) {
    coordinate.inPieces().accept(coordinate.original() + distance);
    return pieces.surface(coordinate.batch(), step).piece();
  }

  /**
   * The elements to look at: where the sides differ most, the largest, median and smallest gradient
   * that is not zero, the first and the last index, and random ones up to the number asked for.
   */
  private Set<Integer> stratified(Tensor dl4j, Tensor twin, int layer) {
    Set<Integer> chosen = new LinkedHashSet<>();
    int size = twin.size();
    if (elementsPerBlock == 0 || size == 0) {
      return chosen;
    }
    double[] h = twin.values();
    double[] d = dl4j.values();
    chosen.add(
        IntStream.range(0, size)
            .boxed()
            .max(Comparator.comparingDouble(i -> Math.abs(d[i] - h[i])))
            .orElseThrow());
    List<Integer> byMagnitude =
        IntStream.range(0, size)
            .filter(i -> h[i] != 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> Math.abs(h[i])))
            .toList();
    if (!byMagnitude.isEmpty()) {
      chosen.add(byMagnitude.get(byMagnitude.size() - 1));
      chosen.add(byMagnitude.get(byMagnitude.size() / 2));
      chosen.add(byMagnitude.get(0));
    }
    chosen.add(0);
    chosen.add(size - 1);
    CounterRandom random = new CounterRandom(seed, CounterRandom.Stream.WITNESS, layer);
    for (int draw = 0; chosen.size() < Math.min(elementsPerBlock, size); draw++) {
      chosen.add((int) (random.uniform(0, draw) * size));
    }
    return chosen.stream()
        .limit(elementsPerBlock)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
