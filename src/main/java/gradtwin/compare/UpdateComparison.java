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
import gradtwin.twin.optimizer.Constraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Compares some steps of both optimizers. Each starts from the same parameters and the same
 * gradient, DL4J's, so that a difference of the gradients is not counted twice; what the optimizers
 * remember of earlier steps is each side's own. An epoch ends after every second step, and the last
 * step is taken at the moment of the training's last, so that schedules show.
 */
final class UpdateComparison {
  /** Roundings that a gradient gathers on its way to the optimizer's formula. */
  private static final double ROUNDINGS = 4;

  private static final int FIRST_STEPS = 5;

  private final Experiment experiment;
  private final Dl4jNetwork dl4j;
  private final List<LayerRules> rules;
  private final List<TwinRun> runs;

  /**
   * @param dl4j a network before its first step, which takes some
   * @param tampering what is done to the twin's rules first
   */
  UpdateComparison(
      Experiment experiment, Dl4jNetwork dl4j, UnaryOperator<List<LayerRules>> tampering) {
    this.experiment = experiment;
    this.dl4j = dl4j;
    this.rules = tampering.apply(rules(experiment));
    double rounding = ROUNDINGS * experiment.precision().unitRoundoff();
    this.runs = List.of(new TwinRun(1), new TwinRun(1 + rounding), new TwinRun(1 - rounding));
  }

  /** As with parameters and batches, both sides start from the very same hyperparameters. */
  private static List<LayerRules> rules(Experiment experiment) {
    List<LayerRules> rules = experiment.toTwinRules();
    return experiment.precision() == Precision.FLOAT32
        ? rules.stream().map(LayerRules::roundedToFloat32).toList()
        : rules;
  }

  /**
   * The same twin under gradients that differ by a rounding.
   *
   * @see #allowed
   */
  private final class TwinRun {
    private final Network network = experiment.toTwin();
    private final Update update = new Update(rules);
    private final double factor;

    /**
     * @param factor what DL4J's gradients are multiplied by
     */
    TwinRun(double factor) {
      this.factor = factor;
    }

    /**
     * A step from the given parameters and gradients; statistics move as the twin finds.
     *
     * @return what was subtracted, live
     */
    List<Map<String, Tensor>> step(
        Batch batch, List<Map<String, Tensor>> before, Backpropagation ofDl4j, Moment moment) {
      List<List<Parameter>> parameters = network.parameters();
      for (int layer = 0; layer < parameters.size(); layer++) {
        for (Parameter parameter : parameters.get(layer)) {
          parameter.value().overwriteWith(before.get(layer).get(parameter.key()));
        }
      }
      network.backpropagate(batch, Step.training(moment.iteration()));
      for (int layer = 0; layer < parameters.size(); layer++) {
        for (Parameter parameter : parameters.get(layer)) {
          if (parameter.isLearned()) {
            Tensor gradient = ofDl4j.gradients().get(layer).get(parameter.key());
            parameter.gradient().overwriteWith(gradient.times(factor));
          }
        }
      }
      update.apply(parameters, moment);
      List<Map<String, Tensor>> steps = new ArrayList<>();
      for (List<Parameter> ofLayer : parameters) {
        Map<String, Tensor> byKey = new LinkedHashMap<>();
        // the twin's update leaves its step where the gradient was, as DL4J's does
        ofLayer.forEach(parameter -> byKey.put(parameter.key(), parameter.gradient().copy()));
        steps.add(byKey);
      }
      return steps;
    }
  }

  /**
   * What both sides did with one parameter in all steps.
   *
   * @param allowed how far apart the steps may be, element by element
   */
  private record Steps(List<Tensor> dl4j, List<Tensor> twin, List<Tensor> allowed) {
    Steps() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /**
   * Compares.
   *
   * @param batches of each step, over and over
   * @param training how many examples an epoch has
   */
  List<Block> compare(List<Batch> batches, int training) {
    List<Map<String, Steps>> steps = new ArrayList<>();
    List<Map<String, Double>> strayed = new ArrayList<>();
    List<Moment> moments = moments(training);
    for (int i = 0; i < moments.size(); i++) {
      step(batches.get(i % batches.size()), moments.get(i), steps, strayed);
    }
    List<Block> blocks = new ArrayList<>();
    for (int layer = 0; layer < steps.size(); layer++) {
      for (Parameter parameter : runs.get(0).network.parameters().get(layer)) {
        String key = parameter.key();
        blocks.add(block(layer, parameter, steps.get(layer).get(key), strayed.get(layer).get(key)));
      }
    }
    return blocks;
  }

  private List<Moment> moments(int examples) {
    List<Moment> moments = new ArrayList<>();
    for (int i = 0; i < FIRST_STEPS; i++) {
      moments.add(new Moment(i, i / 2));
    }
    int epochs = experiment.training().epochs();
    int size = experiment.data().batchSize();
    long last = (long) epochs * ((examples + size - 1) / size) - 1;
    if (last >= FIRST_STEPS) {
      moments.add(new Moment(Math.min(last, Integer.MAX_VALUE - 1), epochs - 1));
    }
    return moments;
  }

  /** One step of both sides. */
  private void step(
      Batch batch,
      Moment moment,
      List<Map<String, Steps>> steps,
      List<Map<String, Double>> strayed) {
    dl4j.goTo(moment);
    List<Map<String, Tensor>> before = dl4j.parameters();
    Backpropagation ofDl4j = dl4j.backpropagate(batch);
    dl4j.train(batch);
    List<Map<String, Tensor>> taken = dl4j.lastSteps();
    List<Map<String, Tensor>> after = dl4j.parameters();
    List<List<Map<String, Tensor>>> twin =
        runs.stream().map(run -> run.step(batch, before, ofDl4j, moment)).toList();
    for (int layer = 0; layer < taken.size(); layer++) {
      if (steps.size() == layer) {
        steps.add(new LinkedHashMap<>());
        strayed.add(new LinkedHashMap<>());
      }
      for (Parameter parameter : runs.get(0).network.parameters().get(layer)) {
        int at = layer;
        String key = parameter.key();
        List<Tensor> ofTwin = twin.stream().map(run -> run.get(at).get(key)).toList();
        Tensor step = taken.get(layer).get(key);
        Steps ofParameter = steps.get(layer).computeIfAbsent(key, k -> new Steps());
        ofParameter.dl4j().add(step);
        ofParameter.twin().add(ofTwin.get(0));
        ofParameter.allowed().add(allowed(ofTwin.get(0), ofTwin.get(1), ofTwin.get(2)));
        double off =
            strayed(
                before.get(layer).get(key),
                step,
                rules.get(layer).constraints(parameter),
                after.get(layer).get(key));
        strayed.get(layer).merge(key, off, Math::max);
      }
    }
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

  private Block block(int layer, Parameter parameter, Steps steps, double strayed) {
    Difference difference = Difference.of(steps.dl4j(), steps.twin(), experiment.precision());
    Verdict verdict = Verdict.AGREE;
    String explanation = "";
    if (!difference.finite()) {
      verdict = Verdict.NOT_FINITE;
    } else if (strayed > 0) {
      verdict = Verdict.DL4J_DEVIATES;
      explanation =
          String.format(
              Locale.ROOT,
              "DL4J's parameters are not where its own step%s puts them: off by %.1e of the largest",
              isConstrained(layer, parameter) ? " and the constraint" : "",
              strayed);
    } else if (!within(steps) && isScaledStatistic(parameter, steps)) {
      verdict = Verdict.DL4J_DEVIATES;
      explanation = "DL4J moves a statistic by a multiple of the step that defines it";
    } else if (!within(steps)) {
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
        difference.elements() / steps.dl4j().size(), // the same parameter in each step
        difference,
        explanation);
  }

  /**
   * Whether a statistic moves the right way by the wrong length in every step. Its step is defined,
   * not derived, so no witness is needed: what scales it takes it for a gradient.
   */
  private boolean isScaledStatistic(Parameter parameter, Steps steps) {
    boolean scaled = parameter.role() == Parameter.Role.STATISTIC;
    for (int i = 0; i < steps.dl4j().size(); i++) {
      Difference ofStep =
          Difference.of(
              List.of(steps.dl4j().get(i)), List.of(steps.twin().get(i)), experiment.precision());
      scaled &= ofStep.residual() <= Bound.of(experiment.precision());
    }
    return scaled;
  }

  private boolean isConstrained(int layer, Parameter parameter) {
    return !rules.get(layer).constraints(parameter).isEmpty();
  }

  private static boolean within(Steps steps) {
    for (int step = 0; step < steps.dl4j().size(); step++) {
      double[] ofDl4j = steps.dl4j().get(step).values();
      double[] ofTwin = steps.twin().get(step).values();
      double[] allowed = steps.allowed().get(step).values();
      for (int i = 0; i < allowed.length; i++) {
        if (Math.abs(ofDl4j[i] - ofTwin[i]) > allowed[i]) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * How far a stored parameter is from where a step and the constraints after it put it, relative
   * to the largest element; 0 if that is no more than rounding.
   */
  private double strayed(Tensor start, Tensor step, List<Constraint> constraints, Tensor end) {
    Tensor expected = start.copy();
    for (int i = 0; i < step.size(); i++) {
      expected.values()[i] -= step.values()[i];
    }
    constraints.forEach(constraint -> constraint.apply(expected));
    double largest = 0;
    for (double value : expected.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    double strayed = 0;
    for (int i = 0; i < step.size(); i++) {
      double difference = Math.abs(end.values()[i] - expected.values()[i]);
      double own = Math.max(Math.abs(start.values()[i]), Math.abs(expected.values()[i]));
      double rounding =
          constraints.isEmpty()
              ? 2 * experiment.precision().unitRoundoff() * own
              : Bound.of(experiment.precision()) * largest;
      if (difference > rounding) {
        strayed = Math.max(strayed, difference / largest);
      }
    }
    return strayed;
  }
}
