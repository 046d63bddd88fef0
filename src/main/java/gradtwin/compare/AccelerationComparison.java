package gradtwin.compare;

import gradtwin.compare.Agreement.AcceleratedLayer;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds the layers that this program computes in DL4J's place against the twin.
 *
 * <p>Where DL4J's own layer differs from the twin too, for which it is judged elsewhere, agreement
 * with DL4J will do.
 */
final class AccelerationComparison {
  private final Experiment experiment;
  private final List<Backpropagation> accelerated;
  private final List<Backpropagation> dl4j;
  private final List<Backpropagation> twin;
  private final List<Expectation> expectations;

  /**
   * All lists of passes are per batch.
   *
   * @param accelerated with layers in DL4J's place
   * @param dl4j without
   * @param twin the right one's
   */
  private AccelerationComparison(
      Experiment experiment,
      List<Backpropagation> accelerated,
      List<Backpropagation> dl4j,
      List<Backpropagation> twin,
      List<Expectation> expectations) {
    this.experiment = experiment;
    this.accelerated = accelerated;
    this.dl4j = dl4j;
    this.twin = twin;
    this.expectations = expectations;
  }

  /**
   * What there is to say of each accelerated layer, first to last.
   *
   * @param network whose layers are accelerated as in training; it is given the parameters
   * @param dl4j DL4J's own passes
   * @param twin the right twin's passes
   */
  static List<AcceleratedLayer> of(
      Experiment experiment,
      Dl4jNetwork network,
      List<Map<String, Tensor>> parameters,
      List<Batch> batches,
      List<Backpropagation> dl4j,
      List<Backpropagation> twin,
      List<Expectation> expectations) {
    if (network.acceleratedLayers().isEmpty()) {
      return List.of();
    }
    network.setParameters(parameters);
    List<Backpropagation> accelerated = batches.stream().map(network::backpropagate).toList();
    AccelerationComparison comparison =
        new AccelerationComparison(experiment, accelerated, dl4j, twin, expectations);
    return network.layersComputedInDl4jsPlace().stream().map(comparison::judge).toList();
  }

  /** A tensor of an accelerated layer against the twin's. */
  private record Tested(Place place, Gate gate, Verdict verdict) {}

  private AcceleratedLayer judge(int layer) {
    List<Tested> tested = new ArrayList<>();
    tested.add(test(place(layer, Role.ACTIVATION, ""), pass -> pass.activations().get(layer)));
    for (String key : twin.get(0).gradients().get(layer).keySet()) {
      tested.add(
          test(place(layer, Role.GRADIENT, key), pass -> pass.gradients().get(layer).get(key)));
    }
    tested.add(test(place(layer, Role.DELTA, ""), pass -> pass.deltas().get(layer)));
    Verdict verdict =
        tested.stream().map(Tested::verdict).max(Comparator.naturalOrder()).orElseThrow();
    Tested worst =
        tested.stream()
            .filter(one -> !verdict.isAgreement() && one.verdict() == verdict)
            .findFirst() // what follows may have inherited it
            .orElseGet(
                () ->
                    tested.stream()
                        .max(Comparator.comparingDouble(one -> one.gate().z()))
                        .orElseThrow());
    Difference.Worst element = worst.gate().worst();
    return new AcceleratedLayer(
        layer,
        worst.place().layerType(),
        verdict,
        worst.place(),
        worst.gate().z(),
        element.batch(),
        element.index(),
        element.dl4j(),
        element.twin());
  }

  private Place place(int layer, Role role, String parameter) {
    return new Place(layer, experiment.network().layers().get(layer).word(), role, parameter);
  }

  private Tested test(Place place, Function<Backpropagation, Tensor> tensor) {
    List<Tensor> here = accelerated.stream().map(tensor).toList();
    List<Tensor> inTwin = twin.stream().map(tensor).toList();
    List<Tensor> inDl4j = dl4j.stream().map(tensor).toList();
    List<Allowed> allowed = expectations.stream().map(e -> e.allowed(place)).toList();
    Gate toTwin = Gate.of(here, inTwin, allowed);
    if (toTwin.isPassed()) {
      return new Tested(place, toTwin, toTwin.isOnKink() ? Verdict.KINK : Verdict.AGREE);
    }
    if (!isFinite(inDl4j)) {
      return new Tested(place, toTwin, Verdict.NOT_FINITE);
    }
    boolean dl4jAgrees = Gate.of(inDl4j, inTwin, allowed).isPassed();
    boolean asDl4j =
        dl4jAgrees
            ? Gate.of(here, inDl4j, allowed).isPassed()
            // the rounding that is predicted for the twin's numbers is not that of others
            : Difference.of(here, inDl4j, experiment.precision()).blockRelative()
                <= Bound.of(experiment.precision());
    return new Tested(place, toTwin, asDl4j ? Verdict.AGREE : Verdict.ACCELERATION_DEVIATES);
  }

  private static boolean isFinite(List<Tensor> tensors) {
    return tensors.stream()
        .flatMapToDouble(tensor -> Arrays.stream(tensor.values()))
        .allMatch(Double::isFinite);
  }

  /** The gravest verdict; agreement if there is no accelerated layer. */
  static Verdict verdict(List<AcceleratedLayer> layers) {
    return layers.stream()
        .map(AcceleratedLayer::verdict)
        .max(Verdict::compareTo)
        .orElse(Verdict.AGREE);
  }

  /** What is wrong, in words: where it starts, going forward and then back; empty if nothing is. */
  static Optional<String> sentence(List<AcceleratedLayer> layers) {
    Comparator<AcceleratedLayer> inFlow =
        Comparator.comparing((AcceleratedLayer layer) -> layer.worst().role() != Role.ACTIVATION)
            .thenComparing(
                layer -> layer.worst().role() == Role.ACTIVATION ? layer.layer() : -layer.layer());
    return layers.stream()
        .filter(layer -> layer.verdict() == Verdict.ACCELERATION_DEVIATES)
        .min(inFlow)
        .map(
            layer ->
                String.format(
                    Locale.ROOT,
                    "Acceleration deviates, first at %s: worst at %s: accelerated %.10g, twin %.10g;"
                        + " %.2g standard deviations of rounding apart. DL4J itself agrees there:"
                        + " 'training.accelerate: false' leaves the layer to it.",
                    layer.worst(),
                    layer.index(),
                    layer.accelerated(),
                    layer.twin(),
                    layer.z()));
  }
}
