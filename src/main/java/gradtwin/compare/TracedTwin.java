package gradtwin.compare;

import gradtwin.compare.Trace.Formula;
import gradtwin.spec.ActivationSpec;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.tensor.Parameter;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.Update;
import gradtwin.twin.WrittenFormula;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.SigmoidBinaryCrossEntropy;
import gradtwin.twin.loss.SoftmaxCrossEntropy;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a trace says of the twin besides numbers: its functions, and the formulas it goes by. */
final class TracedTwin {
  private final Experiment experiment;
  private final Network network;

  TracedTwin(Experiment experiment, Network network) {
    this.experiment = experiment;
    this.network = network;
  }

  int last() {
    return network.hidden().size();
  }

  LayerSpec spec(int layer) {
    return experiment.network().layers().get(layer);
  }

  /** The part of the last layer that joins its function with the loss. */
  Optional<ObjectiveLayer> objectiveLayer() {
    Optional<Layer> layer = Optional.of(network.output());
    while (layer.isPresent()) {
      if (layer.get() instanceof ObjectiveLayer objective) {
        return Optional.of(objective);
      }
      layer = layer.get().inner();
    }
    return Optional.empty();
  }

  Optional<Objective> objective() {
    return objectiveLayer().map(ObjectiveLayer::objective);
  }

  /** The function at the end of a layer, if it ends in one. */
  Optional<Activation> activation(int layer) {
    if (layer == last()) {
      return objective().map(Objective::activation);
    }
    return network.layers().get(layer) instanceof ActivatedLayer activated
        ? Optional.of(activated.activation())
        : Optional.empty();
  }

  /** Those of a layer on the way forward. */
  List<Formula> forward(int layer) {
    return formulas(layer, WrittenFormula::forward, false);
  }

  /** Those of a layer on the way back; of the last one from the loss. */
  List<Formula> backward(int layer) {
    return formulas(layer, WrittenFormula::backward, true);
  }

  /** Those of the loss. */
  List<Formula> loss() {
    List<Formula> formulas = new ArrayList<>();
    objective().ifPresent(objective -> addLoss(formulas, objective));
    return formulas;
  }

  /** One way of a written formula. */
  private interface Way {
    String of(WrittenFormula formula);
  }

  /**
   * Those of a layer, of what it wraps, and of the function at its end.
   *
   * @param toLoss whether the last layer's include those of the loss
   */
  private List<Formula> formulas(int layer, Way way, boolean toLoss) {
    List<Formula> formulas = new ArrayList<>();
    Optional<Layer> at = Optional.of(network.layers().get(layer));
    String name = spec(layer).word();
    while (at.isPresent()) {
      add(formulas, name, at.get(), way);
      boolean projects = at.get() instanceof ObjectiveLayer;
      at = at.get().inner().filter(inner -> !(projects && inner instanceof ActivationLayer));
      name =
          at.map(TracedTwin::name).orElse("") + (projects ? ", the projection: here f(z) = z" : "");
    }
    if (layer == last() && toLoss) {
      objective().ifPresent(objective -> addLoss(formulas, objective, way));
    } else {
      activation(layer).ifPresent(f -> add(formulas, name(layer), f, way));
    }
    return formulas;
  }

  /** What a file calls the function at the end of a layer. */
  String name(int layer) {
    return spec(layer)
        .ownActivation()
        .map(ActivationSpec::word)
        .orElseGet(() -> activation(layer).map(TracedTwin::name).orElse("f"));
  }

  private String lossName() {
    return experiment.network().output().loss().word();
  }

  /** Whether a function and a loss have a formula of their own together. */
  private static boolean isPair(Objective objective) {
    return objective instanceof SoftmaxCrossEntropy
        || objective instanceof SigmoidBinaryCrossEntropy;
  }

  /** The way to the loss, from the predictions, or for a pair from what goes into its function. */
  private void addLoss(List<Formula> formulas, Objective objective) {
    if (isPair(objective)) {
      add(formulas, name(last()) + " with " + lossName(), objective, WrittenFormula::forward);
    } else {
      add(formulas, lossName(), objective.loss(), WrittenFormula::forward);
    }
  }

  /** The way back from the loss: through the loss first, then through the function. */
  private void addLoss(List<Formula> formulas, Objective objective, Way way) {
    if (isPair(objective)) {
      add(formulas, name(last()) + " with " + lossName(), objective, way);
    } else {
      add(formulas, lossName(), objective.loss(), way);
      add(formulas, name(last()), objective.activation(), way);
    }
  }

  private static void add(List<Formula> formulas, String name, Object twin, Way way) {
    WrittenFormula.of(twin)
        .map(way::of)
        .filter(text -> !text.isBlank())
        .ifPresent(text -> formulas.add(new Formula(name, text)));
  }

  /** {@code LstmLayer} as {@code lstm}. */
  private static String name(Object twin) {
    String name = twin.getClass().getSimpleName().replaceFirst("Layer$", "");
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** Those of the update of a layer. */
  List<Formula> ofUpdate(int layer, LayerRules rules) {
    List<Formula> formulas = new ArrayList<>();
    if (!(rules.normalization() instanceof GradientNormalization.None)) {
      formula("gradient normalization", rules.normalization()).ifPresent(formulas::add);
    }
    for (Parameter parameter : network.parameters().get(layer)) {
      if (parameter.isLearned()) {
        Optimizer optimizer = rules.optimizer(parameter).at(Moment.START);
        formula(name(optimizer), optimizer)
            .filter(formula -> !formulas.contains(formula))
            .ifPresent(formulas::add);
      }
    }
    formula("update", new Update(List.of(rules)))
        .map(formula -> new Formula(formula.of(), applying(formula.text(), layer, rules)))
        .ifPresent(formulas::add);
    return formulas;
  }

  /** Without the lines that do nothing for this layer. */
  private String applying(String update, int layer, LayerRules rules) {
    List<Parameter> parameters = network.parameters().get(layer);
    List<String> idle = new ArrayList<>();
    if (rules.normalization() instanceof GradientNormalization.None) {
      idle.add("normalize");
    }
    if (parameters.stream().allMatch(p -> p.penalty().l1() == 0 && p.penalty().l2() == 0)) {
      idle.add("l1");
    }
    if (parameters.stream().allMatch(p -> p.penalty().weightDecay() == 0)) {
      idle.add("weightDecay");
    }
    if (rules.weightConstraints().isEmpty() && rules.biasConstraints().isEmpty()) {
      idle.add("constrain");
    }
    return update
        .lines()
        .filter(line -> idle.stream().noneMatch(line::contains))
        .collect(Collectors.joining("\n"));
  }

  private static Optional<Formula> formula(String name, Object twin) {
    return WrittenFormula.of(twin).map(formula -> new Formula(name, formula.text()));
  }
}
