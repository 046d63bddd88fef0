package gradtwin.compare.plant;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Comparison;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a bug does to the numbers, found by going both ways, right and wrong, through the twin: the
 * first tensor of the flow that it changes, which is the one to be named, and by how much.
 *
 * @param place of the first tensor that changes by more than {@link #threshold}; empty if none
 *     does, so that the bug is invisible on these batches
 * @param size of the change there: the largest one over the largest number of the right tensor
 */
record Impact(Optional<Place> place, double size) {
  /** Steps of the optimizers: what they remember shows from the second one on. */
  private static final int STEPS = 3;

  /**
   * The change from which a bug counts, relative to the largest number of a tensor: far above the
   * rounding of a right implementation.
   */
  static double threshold(Precision precision) {
    return precision == Precision.FLOAT64 ? 1e-13 : 1e-5;
  }

  /** Passes through the twin, one per batch. */
  static List<Backpropagation> passes(Network network, Comparison comparison) {
    List<Backpropagation> passes = new ArrayList<>();
    for (Batch batch : comparison.batches()) {
      passes.add(network.backpropagate(batch, comparison.step()));
    }
    return passes;
  }

  /**
   * Measures.
   *
   * @param right passes through the right twin
   */
  static Impact of(
      Mutant mutant, Experiment experiment, Comparison comparison, List<Backpropagation> right) {
    List<Change> changes =
        mutant.isOfUpdate()
            ? ofUpdate(mutant, experiment, right.get(0))
            : ofPasses(right, passes(mutant.in(comparison.twin()), comparison));
    double threshold = threshold(experiment.precision());
    return changes.stream()
        .filter(change -> change.size() > threshold)
        .findFirst()
        .map(change -> new Impact(Optional.of(change.at(experiment)), change.size()))
        .orElseGet(
            () ->
                new Impact(
                    Optional.empty(), changes.stream().mapToDouble(Change::size).max().orElse(0)));
  }

  /** By how much a tensor of the flow changes. */
  private record Change(int layer, Role role, String parameter, double size) {
    Place at(Experiment experiment) {
      return new Place(layer, experiment.network().layers().get(layer).word(), role, parameter);
    }
  }

  /** In the order of the flow. */
  private static List<Change> ofPasses(List<Backpropagation> right, List<Backpropagation> wrong) {
    List<Change> changes = new ArrayList<>();
    int layers = right.get(0).layers();
    for (int i = 0; i < layers; i++) {
      int layer = i;
      double size = size(right, wrong, pass -> pass.activations().get(layer));
      changes.add(new Change(layer, Role.ACTIVATION, "", size));
    }
    for (int i = layers - 1; i >= 0; i--) {
      int layer = i;
      for (String key : right.get(0).gradients().get(layer).keySet()) {
        double size = size(right, wrong, pass -> pass.gradients().get(layer).get(key));
        changes.add(new Change(layer, Role.GRADIENT, key, size));
      }
      double size = size(right, wrong, pass -> pass.deltas().get(layer));
      changes.add(new Change(layer, Role.DELTA, "", size));
    }
    return changes;
  }

  private static double size(
      List<Backpropagation> right,
      List<Backpropagation> wrong,
      Function<Backpropagation, Tensor> tensor) {
    double largest = 0;
    double change = 0;
    for (int i = 0; i < right.size(); i++) {
      double[] r = tensor.apply(right.get(i)).values();
      double[] w = tensor.apply(wrong.get(i)).values();
      for (int j = 0; j < r.length; j++) {
        largest = Math.max(largest, Math.abs(r[j]));
        change = Math.max(change, Math.abs(w[j] - r[j]));
      }
    }
    return change == 0 ? 0 : change / largest; // infinite where nothing should be
  }

  private static List<Change> ofUpdate(
      Mutant mutant, Experiment experiment, Backpropagation gradients) {
    Network network = experiment.toTwin();
    List<LayerRules> rules = experiment.toTwinRules();
    List<List<Tensor>> right = steps(network, rules, gradients);
    network = experiment.toTwin();
    List<List<Tensor>> wrong = steps(network, mutant.in(rules, network), gradients);
    List<Change> changes = new ArrayList<>();
    int index = 0;
    for (int layer = 0; layer < rules.size(); layer++) {
      for (Parameter parameter : network.parameters().get(layer)) {
        double largest = 0;
        double change = 0;
        for (int step = 0; step < STEPS; step++) {
          double[] r = right.get(step).get(index).values();
          double[] w = wrong.get(step).get(index).values();
          for (int i = 0; i < r.length; i++) {
            largest = Math.max(largest, Math.abs(r[i]));
            change = Math.max(change, Math.abs(w[i] - r[i]));
          }
        }
        double size = change == 0 ? 0 : change / largest;
        changes.add(new Change(layer, Role.UPDATE, parameter.key(), size));
        index++;
      }
    }
    return changes;
  }

  /** What is subtracted in some steps from one and the same gradient, per step and parameter. */
  private static List<List<Tensor>> steps(
      Network network, List<LayerRules> rules, Backpropagation gradients) {
    Update update = new Update(rules);
    List<List<Tensor>> steps = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      List<Tensor> taken = new ArrayList<>();
      for (int layer = 0; layer < rules.size(); layer++) {
        for (Parameter parameter : network.parameters().get(layer)) {
          Tensor gradient = gradients.gradients().get(layer).get(parameter.key());
          if (gradient != null) {
            parameter.gradient().overwriteWith(gradient);
          }
        }
      }
      update.apply(network.parameters(), new Moment(step, 0));
      network.parameters().stream()
          .flatMap(List::stream)
          .forEach(parameter -> taken.add(parameter.gradient().copy()));
      steps.add(taken);
    }
    return steps;
  }
}
