package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Role;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.Update;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares one step of both optimizers from the same parameters and the same gradient, DL4J's, so
 * that a difference of the gradients is not counted twice.
 */
final class UpdateComparison {
  /** Roundings that a gradient gathers on its way to the optimizer's formula. */
  private static final double ROUNDINGS = 4;

  private final Experiment experiment;
  private final Dl4jNetwork dl4j;
  private final List<Map<String, Tensor>> before;

  /**
   * @param dl4j a network at {@code before}, which takes a step
   */
  UpdateComparison(Experiment experiment, Dl4jNetwork dl4j, List<Map<String, Tensor>> before) {
    this.experiment = experiment;
    this.dl4j = dl4j;
    this.before = before;
  }

  List<Block> compare(Batch batch, Backpropagation ofDl4j) {
    dl4j.train(batch);
    List<Map<String, Tensor>> steps = dl4j.lastSteps();
    List<Map<String, Tensor>> after = dl4j.parameters();
    double rounding = ROUNDINGS * experiment.precision().unitRoundoff();
    List<List<Parameter>> parameters = experiment.toTwin().parameters();
    List<Map<String, Tensor>> twin = twinSteps(batch, ofDl4j, 1);
    List<Map<String, Tensor>> twinAbove = twinSteps(batch, ofDl4j, 1 + rounding);
    List<Map<String, Tensor>> twinBelow = twinSteps(batch, ofDl4j, 1 - rounding);

    List<Block> blocks = new ArrayList<>();
    for (int layer = 0; layer < steps.size(); layer++) {
      for (Parameter parameter : parameters.get(layer)) {
        String key = parameter.key();
        Tensor step = steps.get(layer).get(key);
        boolean moved = movedBy(step, before.get(layer).get(key), after.get(layer).get(key));
        Tensor allowed =
            allowed(
                twin.get(layer).get(key),
                twinAbove.get(layer).get(key),
                twinBelow.get(layer).get(key));
        blocks.add(block(layer, parameter, step, twin.get(layer).get(key), allowed, moved));
      }
    }
    return blocks;
  }

  /** The twin's steps from DL4J's gradients times a factor; statistics move as the twin finds. */
  private List<Map<String, Tensor>> twinSteps(Batch batch, Backpropagation ofDl4j, double factor) {
    Network twin = experiment.toTwin();
    List<List<Parameter>> parameters = twin.parameters();
    for (int layer = 0; layer < parameters.size(); layer++) {
      for (Parameter parameter : parameters.get(layer)) {
        parameter.value().overwriteWith(before.get(layer).get(parameter.key()));
      }
    }
    twin.backpropagate(batch, Step.training(0));
    for (int layer = 0; layer < parameters.size(); layer++) {
      for (Parameter parameter : parameters.get(layer)) {
        if (parameter.isLearned()) {
          Tensor gradient = ofDl4j.gradients().get(layer).get(parameter.key());
          parameter.gradient().overwriteWith(gradient.times(factor));
        }
      }
    }
    update().apply(parameters, new Moment(0, 0));
    List<Map<String, Tensor>> steps = new ArrayList<>();
    for (List<Parameter> ofLayer : parameters) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      // the twin's update leaves its step where the gradient was, as DL4J's does
      ofLayer.forEach(parameter -> byKey.put(parameter.key(), parameter.gradient()));
      steps.add(byKey);
    }
    return steps;
  }

  /**
   * How far apart the steps may be, per element: the bound, and twice what some roundings of the
   * gradient make of the step. An adaptive optimizer magnifies them without limit where the
   * gradient and its penalty cancel, since its step depends on little more than the sign of their
   * sum.
   */
  private Tensor allowed(Tensor step, Tensor above, Tensor below) {
    double largest = 0;
    for (double value : step.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    Tensor allowed = step.zerosLike();
    for (int i = 0; i < step.size(); i++) {
      double sensitivity =
          Math.max(
              Math.abs(above.values()[i] - step.values()[i]),
              Math.abs(below.values()[i] - step.values()[i]));
      allowed.values()[i] = Bound.of(experiment.precision()) * largest + 2 * sensitivity;
    }
    return allowed;
  }

  /** As with parameters and batches, both sides start from the very same hyperparameters. */
  private Update update() {
    List<LayerRules> rules = experiment.toTwinRules();
    return new Update(
        experiment.precision() == Precision.FLOAT32
            ? rules.stream().map(LayerRules::roundedToFloat32).toList()
            : rules);
  }

  private Block block(
      int layer, Parameter parameter, Tensor ofDl4j, Tensor ofTwin, Tensor allowed, boolean moved) {
    Difference difference = Difference.of(List.of(ofDl4j), List.of(ofTwin), experiment.precision());
    Verdict verdict = Verdict.AGREE;
    String explanation = "";
    if (!difference.finite()) {
      verdict = Verdict.NOT_FINITE;
    } else if (!moved) {
      verdict = Verdict.DL4J_DEVIATES;
      explanation = "DL4J's parameters did not move by its own step";
    } else if (!within(ofDl4j, ofTwin, allowed) && isScaledStatistic(parameter, difference)) {
      verdict = Verdict.DL4J_DEVIATES;
      explanation = "DL4J moves a statistic by a multiple of the step that defines it";
    } else if (!within(ofDl4j, ofTwin, allowed)) {
      verdict = Verdict.INCONCLUSIVE;
      explanation = "the optimizers take different steps from equal gradients";
    } else if (difference.blockRelative() > Bound.of(experiment.precision())) {
      explanation = "no more than a rounding of the gradient makes of the step";
    }
    return Blocks.of(
        layer,
        experiment.network().layers().get(layer).word(),
        Role.UPDATE,
        parameter.key(),
        verdict,
        false,
        difference.elements(),
        difference,
        explanation);
  }

  /**
   * Whether a statistic moves the right way by the wrong length. Its step is defined, not derived,
   * so no witness is needed: what scales it takes it for a gradient.
   */
  private boolean isScaledStatistic(Parameter parameter, Difference difference) {
    return parameter.role() == Parameter.Role.STATISTIC
        && difference.residual() <= Bound.of(experiment.precision());
  }

  private static boolean within(Tensor ofDl4j, Tensor ofTwin, Tensor allowed) {
    for (int i = 0; i < allowed.size(); i++) {
      double difference = Math.abs(ofDl4j.values()[i] - ofTwin.values()[i]);
      if (difference > allowed.values()[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a stored parameter moved by a step, as far as rounding it lets one see. */
  private boolean movedBy(Tensor step, Tensor start, Tensor end) {
    double rounding = 2 * experiment.precision().unitRoundoff();
    for (int i = 0; i < step.size(); i++) {
      double expected = start.values()[i] - step.values()[i];
      double largest = Math.max(Math.abs(start.values()[i]), Math.abs(expected));
      if (Math.abs(end.values()[i] - expected) > rounding * largest) {
        return false;
      }
    }
    return true;
  }
}
