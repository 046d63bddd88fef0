package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.UpdateWitness.Finding;
import gradtwin.compare.UpdateWitness.Sides;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.dl4j.Dl4jState;
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
import gradtwin.twin.UpdateFormula;
import gradtwin.twin.optimizer.Constraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Compares some steps of both optimizers. Each starts from the same parameters and the same
 * gradient, DL4J's, so that a difference of the gradients is not counted twice; what the optimizers
 * remember of earlier steps is each side's own, and compared after the last. An epoch ends after
 * every second step, and the last step is taken at the moment of the training's last, so that
 * schedules show. Where the sides differ, the update's formula says who is right.
 */
final class UpdateComparison {
  /** Roundings that a gradient gathers on its way to the optimizer's formula. */
  private static final double ROUNDINGS = 4;

  private static final int FIRST_STEPS = 5;

  private final Experiment experiment;
  private final Dl4jNetwork dl4j;
  private final List<LayerRules> rules;
  private final UpdateFormula formula;
  private final UpdateWitness witness;
  private final TwinRun twin;
  private final TwinRun above;
  private final TwinRun below;
  private final TwinRun magnitudes;

  /**
   * @param dl4j a network before its first step; it takes some, and is then put back
   * @param tampering what is done to the twin's rules first
   */
  UpdateComparison(
      Experiment experiment, Dl4jNetwork dl4j, UnaryOperator<List<LayerRules>> tampering) {
    this.experiment = experiment;
    this.dl4j = dl4j;
    this.rules = rules(experiment);
    this.formula = new UpdateFormula(rules);
    this.witness = new UpdateWitness(formula, experiment.seed());
    List<LayerRules> ofTwin = tampering.apply(rules);
    double rounding = ROUNDINGS * experiment.precision().unitRoundoff();
    this.twin = new TwinRun(ofTwin, gradient -> gradient);
    this.above = new TwinRun(ofTwin, gradient -> gradient.times(1 + rounding));
    this.below = new TwinRun(ofTwin, gradient -> gradient.times(1 - rounding));
    this.magnitudes = new TwinRun(ofTwin, UpdateComparison::absolute);
  }

  /** As with parameters and batches, both sides start from the very same hyperparameters. */
  static List<LayerRules> rules(Experiment experiment) {
    List<LayerRules> rules = experiment.toTwinRules();
    return experiment.precision() == Precision.FLOAT32
        ? rules.stream().map(LayerRules::roundedToFloat32).toList()
        : rules;
  }

  private static List<Map<String, Tensor>> absolute(List<Map<String, Tensor>> parameters) {
    List<Map<String, Tensor>> absolute = new ArrayList<>();
    for (Map<String, Tensor> layer : parameters) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      layer.forEach((key, tensor) -> byKey.put(key, absolute(tensor)));
      absolute.add(byKey);
    }
    return absolute;
  }

  private static Tensor absolute(Tensor tensor) {
    Tensor absolute = tensor.copy();
    for (int i = 0; i < absolute.size(); i++) {
      absolute.values()[i] = Math.abs(absolute.values()[i]);
    }
    return absolute;
  }

  /** The twin's optimizers under DL4J's gradients, or under gradients that are made of them. */
  private final class TwinRun {
    private final Network network = experiment.toTwin();
    private final Update update;
    private final UnaryOperator<Tensor> gradients;
    private Optional<Backpropagation> passes = Optional.empty();

    /**
     * @param rules of its training
     * @param gradients what is done with each of DL4J's
     */
    TwinRun(List<LayerRules> rules, UnaryOperator<Tensor> gradients) {
      this.update = new Update(rules);
      this.gradients = gradients;
    }

    /**
     * A step from the given parameters and gradients; statistics move as the twin finds.
     *
     * @return what was subtracted
     */
    List<Map<String, Tensor>> step(
        Batch batch, List<Map<String, Tensor>> before, Backpropagation ofDl4j, Moment moment) {
      List<List<Parameter>> parameters = network.parameters();
      for (int layer = 0; layer < parameters.size(); layer++) {
        for (Parameter parameter : parameters.get(layer)) {
          parameter.value().overwriteWith(before.get(layer).get(parameter.key()));
        }
      }
      passes = Optional.of(network.backpropagate(batch, Step.training(moment.iteration())));
      for (int layer = 0; layer < parameters.size(); layer++) {
        for (Parameter parameter : parameters.get(layer)) {
          if (parameter.isLearned()) {
            Tensor gradient = ofDl4j.gradients().get(layer).get(parameter.key());
            parameter.gradient().overwriteWith(gradients.apply(gradient));
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

    /** The largest number that arrived at a layer in the last step. */
    double largestInput(int layer, Batch batch) {
      return layer == 0
          ? batch.features().largestMagnitude()
          : passes.orElseThrow().activations().get(layer - 1).largestMagnitude();
    }

    /** What its optimizer remembers of a parameter. */
    List<Tensor> memory(int layer, String key) {
      int index = 0;
      List<List<Parameter>> parameters = network.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        for (Parameter parameter : parameters.get(i)) {
          if (i == layer && parameter.key().equals(key)) {
            return update.states(parameters).get(index);
          }
          index++;
        }
      }
      throw new IllegalArgumentException("expected a parameter of layer " + layer + ", got " + key);
    }
  }

  /** What both sides did with one parameter in all steps. */
  private record Steps(List<Sides> sides, double strayed) {
    Steps() {
      this(new ArrayList<>(), 0);
    }

    Steps and(Sides step, double off) {
      List<Sides> more = new ArrayList<>(sides);
      more.add(step);
      return new Steps(more, Math.max(strayed, off));
    }

    List<Tensor> dl4j() {
      return sides.stream().map(Sides::dl4j).toList();
    }

    List<Tensor> twin() {
      return sides.stream().map(Sides::twin).toList();
    }
  }

  /**
   * Compares.
   *
   * @param batches of each step, over and over
   * @param training how many examples an epoch has
   * @return per parameter what the optimizers remember of it, if anything, and the steps
   */
  List<Block> compare(List<Batch> batches, int training) {
    Dl4jState before = dl4j.state();
    try {
      return compareFromHere(batches, training);
    } finally {
      before.restore();
    }
  }

  private List<Block> compareFromHere(List<Batch> batches, int training) {
    List<Map<String, Steps>> steps = new ArrayList<>();
    List<Moment> moments = moments(training);
    for (int i = 0; i < moments.size(); i++) {
      step(batches.get(i % batches.size()), moments.get(i), steps);
    }
    List<Map<String, List<Tensor>>> memory = dl4j.memory();
    List<Block> blocks = new ArrayList<>();
    for (int layer = 0; layer < steps.size(); layer++) {
      for (Parameter parameter : twin.network.parameters().get(layer)) {
        List<Tensor> remembered = memory.get(layer).get(parameter.key());
        memoryBlock(layer, parameter, remembered, moments.size() - 1).ifPresent(blocks::add);
        blocks.add(block(layer, parameter, steps.get(layer).get(parameter.key())));
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
  private void step(Batch batch, Moment moment, List<Map<String, Steps>> steps) {
    dl4j.goTo(moment);
    List<Map<String, Tensor>> before = dl4j.parameters();
    Backpropagation ofDl4j = dl4j.backpropagate(batch);
    dl4j.train(batch);
    List<Map<String, Tensor>> taken = dl4j.lastSteps();
    List<Map<String, Tensor>> after = dl4j.parameters();
    List<Map<String, Tensor>> ofTwin = twin.step(batch, before, ofDl4j, moment);
    List<Map<String, Tensor>> larger = above.step(batch, before, ofDl4j, moment);
    List<Map<String, Tensor>> smaller = below.step(batch, before, ofDl4j, moment);
    List<Map<String, Tensor>> uncancelled =
        magnitudes.step(batch, absolute(before), ofDl4j, moment);
    formula.add(before, ofDl4j.gradients(), moment);
    for (int layer = 0; layer < taken.size(); layer++) {
      if (steps.size() == layer) {
        steps.add(new LinkedHashMap<>());
      }
      for (Parameter parameter : twin.network.parameters().get(layer)) {
        String key = parameter.key();
        Tensor step = taken.get(layer).get(key);
        Tensor own = ofTwin.get(layer).get(key);
        Tensor sensitivity =
            sensitivity(own, larger.get(layer).get(key), smaller.get(layer).get(key));
        double summed =
            parameter.isLearned()
                ? uncancelled.get(layer).get(key).largestMagnitude()
                : sizeOfStatistic(before.get(layer).get(key), twin.largestInput(layer, batch));
        Sides sides =
            new Sides(
                step,
                own,
                allowed(own, sensitivity, summed, experiment.precision()),
                allowed(own, sensitivity, summed, Precision.FLOAT64));
        double off =
            strayed(
                before.get(layer).get(key),
                step,
                rules.get(layer).constraints(parameter),
                after.get(layer).get(key));
        Steps soFar = steps.get(layer).getOrDefault(key, new Steps());
        steps.get(layer).put(key, soFar.and(sides, off));
      }
    }
  }

  /**
   * What some roundings of DL4J's type in the gradient make of the step. An adaptive optimizer
   * magnifies them without limit where the gradient and its penalty cancel, since its step depends
   * on little more than the sign of their sum.
   */
  private static Tensor sensitivity(Tensor step, Tensor larger, Tensor smaller) {
    Tensor sensitivity = step.zerosLike();
    for (int i = 0; i < step.size(); i++) {
      sensitivity.values()[i] =
          Math.max(
              Math.abs(larger.values()[i] - step.values()[i]),
              Math.abs(smaller.values()[i] - step.values()[i]));
    }
    return sensitivity;
  }

  /**
   * How far a step may be from the right one, per element: the bound, and twice what some roundings
   * of the gradient make of it.
   *
   * @param sensitivity to roundings of DL4J's type
   * @param summed how large the numbers are that are summed: what a step would be if the gradients
   *     of all steps so far and their penalties had one sign, or the numbers that a statistic is
   *     computed from
   * @param precision of the side in question
   */
  private Tensor allowed(Tensor step, Tensor sensitivity, double summed, Precision precision) {
    double bound = bound(precision, Math.max(step.largestMagnitude(), summed));
    double share = precision.unitRoundoff() / experiment.precision().unitRoundoff();
    Tensor allowed = step.zerosLike();
    for (int i = 0; i < step.size(); i++) {
      allowed.values()[i] = bound + 2 * share * sensitivity.values()[i];
    }
    return allowed;
  }

  /**
   * A mean has the size of its input, a variance that of its square, and DL4J's step is what either
   * is apart from its last value: what is left may cancel.
   */
  private static double sizeOfStatistic(Tensor before, double input) {
    return Math.max(before.largestMagnitude(), Math.max(input, input * input));
  }

  private Block block(int layer, Parameter parameter, Steps steps) {
    Difference difference = Difference.of(steps.dl4j(), steps.twin(), experiment.precision());
    boolean agree = steps.sides().stream().allMatch(Sides::agree);
    Verdict verdict = Verdict.AGREE;
    String explanation = "";
    if (!difference.finite()) {
      verdict = Verdict.NOT_FINITE;
      if (Double.isInfinite(steps.strayed())) {
        explanation =
            "DL4J's parameters are no numbers where its own step and the constraint leave some";
      }
    } else if (steps.strayed() > 0) {
      verdict = Verdict.DL4J_DEVIATES;
      explanation =
          String.format(
              Locale.ROOT,
              "DL4J's parameters are not where its own step%s puts them: off by %.1e of the largest",
              isConstrained(layer, parameter) ? " and the constraint" : "",
              steps.strayed());
    } else if (!parameter.isLearned()) {
      if (!agree && isScaledStatistic(parameter, steps)) {
        verdict = Verdict.DL4J_DEVIATES;
        explanation = "DL4J moves a statistic by a multiple of the step that defines it";
      } else if (!agree) {
        verdict = Verdict.INCONCLUSIVE;
        explanation = "the two move it differently, and no formula over gradients says how far";
      }
    } else {
      Finding finding =
          formula.isFinite(layer)
              ? witness.ofSteps(layer, parameter, steps.sides())
              : UpdateWitness.NOTHING;
      verdict = verdict(agree, finding);
      explanation = verdict == Verdict.AGREE ? "" : differ("take different steps from", finding);
    }
    if (verdict == Verdict.AGREE && difference.blockRelative() > Bound.of(experiment.precision())) {
      explanation = "no more than a rounding of the gradient makes of the step";
    }
    return block(
        layer, Role.UPDATE, parameter, verdict, difference, gate(steps.sides()), explanation);
  }

  /** What the optimizers remember of a parameter after the last step; empty if that is nothing. */
  private Optional<Block> memoryBlock(
      int layer, Parameter parameter, List<Tensor> ofDl4j, int lastStep) {
    List<Tensor> ofTwin = twin.memory(layer, parameter.key());
    List<Tensor> summed = magnitudes.memory(layer, parameter.key());
    if (ofTwin.isEmpty() || ofDl4j.size() != ofTwin.size()) {
      return Optional.empty(); // another kind of optimizer, whose steps will tell
    }
    List<Sides> sides = new ArrayList<>();
    for (int i = 0; i < ofTwin.size(); i++) {
      double size = summed.get(i).largestMagnitude();
      sides.add(
          new Sides(
              ofDl4j.get(i),
              ofTwin.get(i),
              filled(ofTwin.get(i), bound(experiment.precision(), size)),
              filled(ofTwin.get(i), bound(Precision.FLOAT64, size))));
    }
    Difference difference = Difference.of(ofDl4j, ofTwin, experiment.precision());
    List<String> names = rules.get(layer).optimizer(parameter).at(Moment.START).memory();
    Verdict verdict = Verdict.NOT_FINITE;
    String explanation = "";
    if (difference.finite()) {
      Finding finding =
          formula.isFinite(layer)
              ? witness.ofMemory(layer, parameter, names, sides, lastStep)
              : UpdateWitness.NOTHING;
      verdict = verdict(sides.stream().allMatch(Sides::agree), finding);
      explanation = verdict == Verdict.AGREE ? "" : differ("remember different things of", finding);
    }
    return Optional.of(
        block(layer, Role.MEMORY, parameter, verdict, difference, gate(sides), explanation));
  }

  /** Of numbers of a size, and never less than what underflows. */
  private static double bound(Precision precision, double size) {
    return Bound.of(precision) * size + precision.smallestNormal();
  }

  private static Tensor filled(Tensor like, double value) {
    Tensor filled = like.zerosLike();
    filled.fill(value);
    return filled;
  }

  /**
   * The verdict on one tensor. A witness that looks at some elements convicts one side, or both if
   * they agree; that it contradicts neither in them does not acquit sides that differ elsewhere.
   */
  private static Verdict verdict(boolean agree, Finding finding) {
    if (agree) {
      return finding.verdict() == Verdict.COMMON_MODE ? Verdict.COMMON_MODE : Verdict.AGREE;
    }
    return finding.verdict().namesASide() ? finding.verdict() : Verdict.INCONCLUSIVE;
  }

  private static String differ(String how, Finding finding) {
    String differ = "the optimizers " + how + " equal gradients";
    return finding.words().isEmpty() ? differ : differ + "; " + finding.words();
  }

  private Block block(
      int layer,
      Role role,
      Parameter parameter,
      Verdict verdict,
      Difference difference,
      Gate gate,
      String explanation) {
    return Blocks.of(
        layer,
        experiment.network().layers().get(layer).word(),
        role,
        parameter.key(),
        verdict,
        false,
        parameter.value().size(),
        difference,
        gate,
        explanation);
  }

  /**
   * Whether a statistic moves the right way by the wrong length in every step. Its step is defined,
   * not derived, so no witness is needed: what scales it takes it for a gradient.
   */
  private boolean isScaledStatistic(Parameter parameter, Steps steps) {
    boolean scaled = parameter.role() == Parameter.Role.STATISTIC;
    for (Sides step : steps.sides()) {
      Difference ofStep =
          Difference.of(List.of(step.dl4j()), List.of(step.twin()), experiment.precision());
      scaled &= ofStep.residual() <= Bound.of(experiment.precision());
    }
    return scaled;
  }

  private boolean isConstrained(int layer, Parameter parameter) {
    return !rules.get(layer).constraints(parameter).isEmpty();
  }

  /** What is allowed counts as the reach of the gate. */
  private static Gate gate(List<Sides> sides) {
    List<Allowed> allowed =
        sides.stream()
            .map(
                side ->
                    new Allowed(
                        side.allowedOfDl4j().times(1 / Gate.REACH).values(),
                        new double[side.twin().size()]))
            .toList();
    return Gate.of(
        sides.stream().map(Sides::dl4j).toList(),
        sides.stream().map(Sides::twin).toList(),
        allowed);
  }

  /**
   * How far a stored parameter is from where a step and the constraints after it put it, relative
   * to the largest element; 0 if that is no more than rounding, infinite if no number is stored.
   */
  private double strayed(Tensor start, Tensor step, List<Constraint> constraints, Tensor end) {
    Tensor expected = start.copy();
    for (int i = 0; i < step.size(); i++) {
      expected.values()[i] -= step.values()[i];
    }
    constraints.forEach(constraint -> constraint.apply(expected));
    double largest = expected.largestMagnitude();
    double strayed = 0;
    for (int i = 0; i < step.size(); i++) {
      if (Double.isFinite(expected.values()[i]) && !Double.isFinite(end.values()[i])) {
        return Double.POSITIVE_INFINITY;
      }
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
