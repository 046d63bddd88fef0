package gradtwin.compare;

import gradtwin.compare.Agreement.Probe;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  /** What float64 scores of ordinary size cannot resolve: rounding over the smallest good step. */
  private static final double NOISE_FLOOR = 1e-11;

  private final Dl4jNetwork score;
  private final Network pieces;
  private final Batch batch;
  private final Step step;
  private final int elementsPerBlock;
  private final long seed;
  private final boolean indices;

  /**
   * @param parameters the point: of each layer by key
   * @param pieces a twin with the same parameters, which is left as it was
   */
  NumericalWitness(
      Experiment experiment,
      List<Map<String, Tensor>> parameters,
      Network pieces,
      Batch batch,
      Step step) {
    this.score = Dl4jNetwork.create(experiment.withPrecision(Precision.FLOAT64));
    this.score.setParameters(parameters);
    this.pieces = pieces;
    this.batch = batch;
    this.step = step;
    this.elementsPerBlock = experiment.comparison().witnessElements();
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
  List<WitnessBlock> testify(Backpropagation dl4j, Backpropagation twin) {
    List<WitnessBlock> blocks = new ArrayList<>();
    for (int layer = 0; layer < twin.layers(); layer++) {
      for (String key : twin.gradients().get(layer).keySet()) {
        blocks.add(ofParameter(layer, key, dl4j, twin));
      }
    }
    if (!indices) {
      blocks.add(ofInput(dl4j, twin));
    }
    return blocks;
  }

  private WitnessBlock ofParameter(
      int layer, String key, Backpropagation dl4j, Backpropagation twin) {
    Tensor value =
        pieces.parameters().get(layer).stream()
            .filter(parameter -> parameter.key().equals(key))
            .findFirst()
            .orElseThrow()
            .value();
    return block(
        layer,
        key,
        dl4j.gradients().get(layer).get(key),
        twin.gradients().get(layer).get(key),
        position -> {
          double original = value.values()[position];
          return new Coordinate(
              original,
              moved -> score.setParameter(layer, key, position, moved),
              moved -> value.values()[position] = moved,
              batch);
        });
  }

  /** The gradient with respect to the features stands for the delta of the first layer. */
  private WitnessBlock ofInput(Backpropagation dl4j, Backpropagation twin) {
    Batch moving =
        new Batch(batch.features().copy(), batch.labels(), batch.featureMask(), batch.labelMask());
    double[] features = moving.features().values();
    return block(
        0,
        "",
        dl4j.deltas().get(0),
        twin.deltas().get(0),
        position ->
            new Coordinate(
                features[position],
                moved -> features[position] = moved,
                moved -> features[position] = moved,
                moving));
  }

  /** One number that the loss depends on. */
  private record Coordinate(
      double original, DoubleConsumer inScore, DoubleConsumer inPieces, Batch batch) {}

  private interface Coordinates {
    Coordinate at(int position);
  }

  private WitnessBlock block(
      int layer, String key, Tensor dl4j, Tensor twin, Coordinates coordinates) {
    List<Probe> probes = new ArrayList<>();
    for (int position : stratified(dl4j, twin, layer)) {
      probes.add(probe(coordinates.at(position), position, dl4j, twin));
    }
    double largest = largest(twin) > 0 ? largest(twin) : 1;
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
    return new WitnessBlock(layer, key, probes.size(), excluded, toDl4j, toTwin, noise, probes);
  }

  private Probe probe(Coordinate coordinate, int position, Tensor dl4j, Tensor twin) {
    double h = smoothStep(coordinate);
    RichardsonDerivative.Estimate estimate =
        h == 0
            ? new RichardsonDerivative.Estimate(Double.NaN, Double.POSITIVE_INFINITY)
            : RichardsonDerivative.at(distance -> lossAt(coordinate, distance), h);
    coordinate.inScore().accept(coordinate.original());
    List<Integer> index = IntStream.of(twin.shape().coordinates(position)).boxed().toList();
    return new Probe(
        index,
        dl4j.values()[position],
        twin.values()[position],
        estimate.value(),
        estimate.error(),
        h == 0);
  }

  private double lossAt(Coordinate coordinate, double distance) {
    coordinate.inScore().accept(coordinate.original() + distance);
    return score.loss(coordinate.batch(), step.training());
  }

  /** The largest step that crosses no kink on either side; 0 if there is none. */
  private double smoothStep(Coordinate coordinate) {
    int here = pieceAt(coordinate, 0);
    double scale = Math.max(1, Math.abs(coordinate.original()));
    double found = 0;
    for (double h = LARGEST_STEP; h >= SMALLEST_STEP && found == 0; h /= 4) {
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

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (double value : tensor.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
