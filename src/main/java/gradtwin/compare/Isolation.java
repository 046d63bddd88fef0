package gradtwin.compare;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Origin.Part;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.dl4j.IsolatedLayer;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.layer.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Each layer of DL4J alone, between the twin's numbers: it is given what arrives at the twin's
 * layer, and the gradient with respect to its output that the twin has there. What deviates even
 * so, deviates because of this layer; what deviates in the whole network only, was handed on to it.
 *
 * <p>It costs one forward and one backward pass of DL4J per batch.
 */
final class Isolation {
  private final Experiment experiment;
  private final Dl4jNetwork dl4j;
  private final Network twin;
  private final List<Batch> batches;
  private final List<Backpropagation> ofTwin;
  private final List<Expectation> expectations;
  private final Precision precision;

  /**
   * One tensor of one layer, DL4J's in isolation against the twin's.
   *
   * @param parameter the key of a gradient's parameter; empty for every other part
   * @param deviates whether they are further apart than rounding explains
   */
  record Finding(
      int layer,
      String layerType,
      Part part,
      String parameter,
      Difference difference,
      boolean deviates) {}

  /** Both sides' tensors, per batch. */
  private record Sides(Part part, String parameter, List<Tensor> dl4j, List<Tensor> twin) {
    Sides(Part part, String parameter) {
      this(part, parameter, new ArrayList<>(), new ArrayList<>());
    }
  }

  /**
   * @param dl4j with the same parameters as the twin, at the same iteration
   * @param ofTwin the twin's passes over the batches
   * @param expectations of each batch: how far the sides may be apart
   */
  Isolation(
      Experiment experiment,
      Dl4jNetwork dl4j,
      Network twin,
      List<Batch> batches,
      List<Backpropagation> ofTwin,
      List<Expectation> expectations) {
    this.experiment = experiment;
    this.dl4j = dl4j;
    this.twin = twin;
    this.batches = batches;
    this.ofTwin = ofTwin;
    this.expectations = expectations;
    this.precision = experiment.precision();
  }

  /** Every part of every layer: forward from the first layer, then backward from the last. */
  List<Finding> findings() {
    List<List<Finding>> byLayer =
        IntStream.range(0, twin.layers().size()).mapToObj(this::findings).toList();
    List<Finding> flow = new ArrayList<>();
    for (List<Finding> ofLayer : byLayer) {
      ofLayer.stream().filter(finding -> finding.part().isForward()).forEach(flow::add);
    }
    for (int layer = byLayer.size() - 1; layer >= 0; layer--) {
      byLayer.get(layer).stream().filter(finding -> !finding.part().isForward()).forEach(flow::add);
    }
    return flow;
  }

  private List<Finding> findings(int layer) {
    Map<String, Sides> parts = new LinkedHashMap<>();
    for (int batch = 0; batch < batches.size(); batch++) {
      IsolatedLayer alone = isolated(layer, batch);
      collect(layer, batch, alone, parts);
    }
    List<Finding> findings = new ArrayList<>();
    for (Sides sides : parts.values()) {
      Difference difference = Difference.of(sides.dl4j(), sides.twin(), precision);
      boolean deviates = !agree(layer, sides, difference);
      findings.add(
          new Finding(
              layer,
              experiment.network().layers().get(layer).word(),
              sides.part(),
              sides.parameter(),
              difference,
              deviates));
    }
    return findings;
  }

  private IsolatedLayer isolated(int layer, int batch) {
    boolean last = layer == twin.hidden().size();
    return dl4j.isolated(
        layer,
        batches.get(batch),
        input(layer, batch),
        maskBefore(layer, batch),
        last ? Optional.empty() : Optional.of(ofTwin.get(batch).deltas().get(layer + 1)));
  }

  private Tensor input(int layer, int batch) {
    return layer == 0
        ? batches.get(batch).features()
        : ofTwin.get(batch).activations().get(layer - 1);
  }

  private Optional<Tensor> maskBefore(int layer, int batch) {
    Optional<Tensor> mask = batches.get(batch).featureMask();
    for (Layer below : twin.hidden().subList(0, layer)) {
      mask = below.maskAfter(mask);
    }
    return mask;
  }

  private void collect(int layer, int batch, IsolatedLayer alone, Map<String, Sides> parts) {
    Backpropagation pass = ofTwin.get(batch);
    add(parts, Part.OUTPUT, "", alone.output(), pass.activations().get(layer));
    if (alone.loss().isPresent()) {
      double loss = alone.loss().getAsDouble();
      add(parts, Part.LOSS, "", scalar(loss), scalar(pass.loss()));
    } else {
      Optional<Tensor> leaving = maskBefore(layer + 1, batch);
      if (leaving.isPresent()) {
        Tensor ofDl4j = alone.mask().orElseGet(leaving.get()::zerosLike);
        add(parts, Part.MASK, "", ofDl4j, leaving.get());
      }
    }
    add(parts, Part.PENALTY, "", scalar(alone.penalty()), scalar(penalty(layer)));
    alone
        .gradients()
        .forEach(
            (key, gradient) ->
                add(parts, Part.GRADIENT, key, gradient, pass.gradients().get(layer).get(key)));
    add(parts, Part.DELTA, "", alone.delta(), pass.deltas().get(layer));
  }

  private static void add(
      Map<String, Sides> parts, Part part, String parameter, Tensor dl4j, Tensor twin) {
    Sides sides = parts.computeIfAbsent(part + parameter, name -> new Sides(part, parameter));
    sides.dl4j().add(dl4j);
    sides.twin().add(twin);
  }

  private static Tensor scalar(double value) {
    return Tensor.of(Shape.of(1), new double[] {value});
  }

  private double penalty(int layer) {
    return twin.layers().get(layer).parameters().stream()
        .mapToDouble(parameter -> parameter.penalty().of(parameter.value()))
        .sum();
  }

  private boolean agree(int layer, Sides sides, Difference difference) {
    if (!difference.finite()) {
      return false;
    }
    return switch (sides.part()) {
      case LOSS -> Bound.losses(difference.worst().dl4j(), difference.worst().twin(), precision);
      case PENALTY ->
          Bound.penalties(
              difference.worst().dl4j(),
              difference.worst().twin(),
              Bound.ofPlainSums(twin.layers().get(layer).parameters(), precision),
              precision);
      case OUTPUT -> isWithinRounding(layer, Role.ACTIVATION, sides);
      case GRADIENT -> isWithinRounding(layer, Role.GRADIENT, sides);
      case DELTA -> isWithinRounding(layer, Role.DELTA, sides);
      case MASK, MEMORY, UPDATE -> difference.blockRelative() == 0;
    };
  }

  /**
   * Rounding reaches a tensor of the whole network from everywhere: of a layer alone it is less.
   */
  private boolean isWithinRounding(int layer, Role role, Sides sides) {
    Place place =
        new Place(layer, experiment.network().layers().get(layer).word(), role, sides.parameter());
    List<Allowed> allowed =
        expectations.stream().map(expectation -> expectation.allowed(place)).toList();
    return Gate.of(sides.dl4j(), sides.twin(), allowed).isPassed();
  }
}
