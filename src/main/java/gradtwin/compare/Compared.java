package gradtwin.compare;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A tensor of the flow on both sides.
 *
 * @param dl4j for each batch
 * @param twin for each batch
 */
record Compared(
    Place place, List<Tensor> dl4j, List<Tensor> twin, Difference difference, Gate gate) {

  /** Whether the two sides differ beyond rounding and kinks. */
  boolean differs() {
    return !difference.finite() || !gate.isPassed();
  }

  /**
   * Everything in the order of the flow: the activations, first layer to last, and then, last layer
   * to first, the gradients of the parameters and the delta of each layer.
   *
   * @param dl4j for each batch
   * @param twin for each batch
   * @param allowed how far the sides may be apart in a batch
   */
  static List<Compared> flow(
      Experiment experiment,
      List<Backpropagation> dl4j,
      List<Backpropagation> twin,
      BiFunction<Integer, Place, Allowed> allowed) {
    Flow flow = new Flow(experiment, dl4j, twin, allowed);
    int layers = twin.get(0).layers();
    for (int layer = 0; layer < layers; layer++) {
      int at = layer;
      flow.add(at, Role.ACTIVATION, "", pass -> pass.activations().get(at));
    }
    for (int layer = layers - 1; layer >= 0; layer--) {
      int at = layer;
      for (String key : twin.get(0).gradients().get(layer).keySet()) {
        flow.add(at, Role.GRADIENT, key, pass -> pass.gradients().get(at).get(key));
      }
      flow.add(at, Role.DELTA, "", pass -> pass.deltas().get(at));
    }
    return flow.compared;
  }

  private static final class Flow {
    private final Experiment experiment;
    private final List<Backpropagation> dl4j;
    private final List<Backpropagation> twin;
    private final BiFunction<Integer, Place, Allowed> allowed;
    private final List<Compared> compared = new ArrayList<>();

    Flow(
        Experiment experiment,
        List<Backpropagation> dl4j,
        List<Backpropagation> twin,
        BiFunction<Integer, Place, Allowed> allowed) {
      this.experiment = experiment;
      this.dl4j = dl4j;
      this.twin = twin;
      this.allowed = allowed;
    }

    void add(int layer, Role role, String key, Function<Backpropagation, Tensor> tensor) {
      Place place = new Place(layer, experiment.network().layers().get(layer).word(), role, key);
      List<Tensor> ofDl4j = dl4j.stream().map(tensor).toList();
      List<Tensor> ofTwin = twin.stream().map(tensor).toList();
      List<Allowed> ofBatches = new ArrayList<>();
      for (int batch = 0; batch < dl4j.size(); batch++) {
        ofBatches.add(allowed.apply(batch, place));
      }
      compared.add(
          new Compared(
              place,
              ofDl4j,
              ofTwin,
              Difference.of(ofDl4j, ofTwin, experiment.precision()),
              Gate.of(ofDl4j, ofTwin, ofBatches)));
    }
  }
}
