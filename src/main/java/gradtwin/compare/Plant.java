package gradtwin.compare;

import gradtwin.spec.Experiment;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.BoundedRelu;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.LeakyRelu;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Relu6;
import gradtwin.twin.activation.ThresholdedRelu;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.MeanSquaredError;
import gradtwin.twin.loss.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A bug that can be planted in the twin on purpose, to see that the comparison finds it.
 *
 * @param name in kebab case
 * @param summary what is wrong, in a phrase
 * @param needs what a network must have for the bug to show, in a phrase
 * @param planting makes the network with the bug, which shares the parameters of the one it is
 *     given; empty if the bug would not show in it
 */
public record Plant(
    String name, String summary, String needs, Function<Network, Optional<Network>> planting) {

  /** All bugs there are. */
  public static final List<Plant> CATALOGUE =
      List.of(
          new Plant(
              "article-gradient",
              "the gradient lacks the factor 2/(N·nOut) of the mean squared error",
              "a last layer with meanSquaredError",
              network ->
                  onObjective(network, objective -> objective.loss() instanceof MeanSquaredError)
                      .map(
                          objective ->
                              new PlantedObjective(objective, labels -> labels.size() / 2.0))
                      .map(objective -> withObjective(network, objective))),
          new Plant(
              "bias-gradient-not-summed",
              "the bias gradient is that of the last example, not the sum over all",
              "a dense or output layer with a bias",
              network ->
                  inFirst(
                      network,
                      0,
                      layer -> layer.parameters().size() > 1,
                      PlantedDense.Bug.BIAS_NOT_SUMMED)),
          new Plant(
              "derivative-at-output",
              "the derivative of the activation is taken at f(z), not at z",
              "an activation for which that makes a difference (not identity, relu, leakyRelu)",
              Plant::derivativeAtOutput),
          new Plant(
              "weights-not-transposed",
              "the delta goes back through W as it lies in memory, not through Wᵀ",
              "a dense or output layer of several inputs and several units",
              network ->
                  inDelta(network, Plant::looksOtherTransposed, PlantedDense.Bug.NOT_TRANSPOSED)),
          new Plant(
              "batch-mean-forgotten",
              "the gradient is the sum over the batch, not the mean",
              "nothing but a batch of more than one example",
              network ->
                  onObjective(network, objective -> true)
                      .map(objective -> new PlantedObjective(objective, labels -> labels.rows()))
                      .map(objective -> withObjective(network, objective))),
          new Plant(
              "delta-left-out",
              "one layer passes no delta down, so that nothing below it learns",
              "a dense or output layer",
              network -> inDelta(network, layer -> true, PlantedDense.Bug.DELTA_LEFT_OUT)));

  /** The bug of that name, if there is one. */
  public static Optional<Plant> named(String name) {
    return CATALOGUE.stream().filter(plant -> plant.name().equals(name)).findFirst();
  }

  /** Whether the bug would show in the network of this experiment. */
  public boolean showsIn(Experiment experiment) {
    return in(experiment.toTwin()).isPresent();
  }

  /** The network with the bug; empty if it would not show. */
  Optional<Network> in(Network network) {
    return planting.apply(network);
  }

  private static Optional<Objective> onObjective(Network network, Predicate<Objective> fits) {
    return network.output() instanceof ObjectiveLayer output && fits.test(output.objective())
        ? Optional.of(output.objective())
        : Optional.empty();
  }

  /** For a network whose last layer has an objective. */
  private static Network withObjective(Network network, Objective objective) {
    ObjectiveLayer output = (ObjectiveLayer) network.output();
    return new Network(network.hidden(), new ObjectiveLayer(output.projection(), objective));
  }

  private static int firstWithParameters(Network network) {
    List<Layer> layers = network.layers();
    for (int i = 0; i < layers.size(); i++) {
      if (!layers.get(i).parameters().isEmpty()) {
        return i;
      }
    }
    return layers.size();
  }

  /** Plants a bug in the first dense layer from {@code from} on that fits. */
  private static Optional<Network> inFirst(
      Network network, int from, Predicate<DenseLayer> fits, PlantedDense.Bug bug) {
    List<Layer> hidden = new ArrayList<>(network.hidden());
    for (int i = from; i < hidden.size(); i++) {
      if (hidden.get(i) instanceof DenseLayer dense && fits.test(dense)) {
        hidden.set(i, new PlantedDense(dense, bug));
        return Optional.of(new Network(hidden, network.output()));
      }
    }
    boolean outputMayFit = from <= hidden.size();
    if (outputMayFit
        && network.output() instanceof ObjectiveLayer output
        && output.projection() instanceof DenseLayer dense
        && fits.test(dense)) {
      return Optional.of(
          new Network(
              hidden, new ObjectiveLayer(new PlantedDense(dense, bug), output.objective())));
    }
    return Optional.empty();
  }

  /**
   * Plants a bug of the way down in the first layer that fits and has parameters below it; where
   * there is none, it shows in the gradient with respect to the input of the network.
   */
  private static Optional<Network> inDelta(
      Network network, Predicate<DenseLayer> fits, PlantedDense.Bug bug) {
    return inFirst(network, firstWithParameters(network) + 1, fits, bug)
        .or(() -> inFirst(network, 0, fits, bug));
  }

  private static Optional<Network> derivativeAtOutput(Network network) {
    Optional<Network> hidden =
        inFirst(network, 0, layer -> shows(layer.activation()), PlantedDense.Bug.WRONG_ARGUMENT);
    if (hidden.isPresent()) {
      return hidden;
    }
    return onObjective(network, o -> shows(o.activation()))
        .map(o -> Objective.of(new WrongArgument(o.activation()), o.loss()))
        .map(planted -> withObjective(network, planted));
  }

  /** A single row or column of weights lies in memory as its transpose does. */
  private static boolean looksOtherTransposed(DenseLayer layer) {
    Tensor weights = layer.parameters().get(0).value();
    return weights.rows() > 1 && weights.columns() > 1;
  }

  /** Whether f'(f(z)) is another number than f'(z). */
  private static boolean shows(Activation activation) {
    return !(activation instanceof Identity
        || activation instanceof Relu
        || activation instanceof LeakyRelu
        || activation instanceof Relu6
        || activation instanceof ThresholdedRelu
        || activation instanceof BoundedRelu);
  }
}
