package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.UPDATE;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Moment;
import gradtwin.twin.optimizer.AdaGrad;
import gradtwin.twin.optimizer.AdaMax;
import gradtwin.twin.optimizer.Adam;
import gradtwin.twin.optimizer.AmsGrad;
import gradtwin.twin.optimizer.ClosedForm;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.Nadam;
import gradtwin.twin.optimizer.Nesterovs;
import gradtwin.twin.optimizer.Optimizer;
import gradtwin.twin.optimizer.OptimizerSchedule;
import gradtwin.twin.optimizer.RmsProp;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Bugs in the step of the optimizer, which are in all layers at once. */
final class UpdatePlants {
  private static final String CORRECTED = "the optimizer adam, adaMax, amsGrad or nadam";

  static final List<Plant> ALL =
      List.of(
          optimizer(
              "update-without-bias-correction",
              "the moments are not corrected for having started at 0",
              CORRECTED,
              UpdatePlants::correctsItsMoments,
              (original, gradient, state, iteration) ->
                  original.step(gradient, state, Integer.MAX_VALUE)),
          optimizer(
              "update-iteration-off-by-one",
              "the bias correction counts one step too many",
              CORRECTED,
              UpdatePlants::correctsItsMoments,
              (original, gradient, state, iteration) ->
                  original.step(gradient, state, iteration + 1)),
          optimizer(
              "update-epsilon-inside-the-root",
              "epsilon is added under the root, not to it",
              "the optimizer adam, amsGrad, adaGrad or rmsProp",
              optimizer -> squares(optimizer).isPresent(),
              UpdatePlants::epsilonInsideTheRoot),
          optimizer(
              "update-forgets-its-state",
              "the optimizer starts each step with an empty memory",
              "an optimizer that remembers, which are all but sgd and noOp",
              optimizer -> !optimizer.initialState(Shape.of(1)).isEmpty(),
              (original, gradient, state, iteration) ->
                  original.step(gradient, original.initialState(gradient.shape()), iteration)),
          optimizer(
              "update-momentum-sign",
              "the momentum pulls back to where the step came from",
              "the optimizer nesterovs with a momentum",
              optimizer -> optimizer instanceof Nesterovs n && n.momentum() != 0,
              (original, gradient, state, iteration) -> {
                Nesterovs right = (Nesterovs) original;
                new Nesterovs(right.learningRate(), -right.momentum())
                    .step(gradient, state, iteration);
              }),
          optimizer(
              "update-momentum-does-not-look-ahead",
              "Nesterov's momentum is stepped as plain momentum, from where the parameters are",
              "the optimizer nesterovs with a momentum",
              optimizer -> optimizer instanceof Nesterovs n && n.momentum() != 0,
              UpdatePlants::plainMomentum),
          optimizer(
              "update-sign",
              "the step goes uphill",
              "an optimizer other than noOp",
              optimizer -> true,
              (original, gradient, state, iteration) -> {
                original.step(gradient, state, iteration);
                gradient.overwriteWith(gradient.times(-1));
              }),
          new Plant(
              "update-weight-decay-twice",
              UPDATE,
              "weights decay twice in each step",
              "weightDecay, and an optimizer with a learning rate",
              Bug.rules(
                  (rules, parameters) ->
                      decays(parameters)
                          ? Optional.of(wrongly(rules, optimizer -> true, 2, Optimizer::step))
                          : Optional.empty())),
          new Plant(
              "update-clipping-forgotten",
              UPDATE,
              "gradients are neither clipped nor normalized",
              "a gradientNormalization that has something to do",
              Bug.rules(
                  (rules, parameters) ->
                      rules.normalization() instanceof GradientNormalization.None
                              || parameters.stream().noneMatch(Parameter::isLearned)
                          ? Optional.empty()
                          : Optional.of(
                              new LayerRules(
                                  rules.weights(),
                                  rules.biases(),
                                  new GradientNormalization.None(),
                                  rules.weightConstraints(),
                                  rules.biasConstraints())))));

  private UpdatePlants() {}

  /** Overwrites a gradient with the wrong step. */
  private interface WrongStep {
    void step(Optimizer original, Tensor gradient, List<Tensor> state, long iteration);
  }

  /**
   * An optimizer that is wrong, on purpose.
   *
   * @param decay what the rate of weight decay is multiplied by
   */
  private record WrongOptimizer(Optimizer original, double decay, WrongStep wrong)
      implements Optimizer {
    @Override
    public double learningRate() {
      return decay * original.learningRate();
    }

    @Override
    public Optimizer roundedToFloat32() {
      return new WrongOptimizer(original.roundedToFloat32(), decay, wrong);
    }

    @Override
    public List<String> memory() {
      return original.memory();
    }

    /** That of the optimizer as it should be. */
    @Override
    public ClosedForm.Value exactly(ClosedForm.History past) {
      return original.exactly(past);
    }

    @Override
    public List<Tensor> initialState(Shape shape) {
      return original.initialState(shape);
    }

    @Override
    public void step(Tensor gradient, List<Tensor> state, long iteration) {
      wrong.step(original, gradient, state, iteration);
    }
  }

  /** Wrong where the bug fits the optimizer of the moment. */
  private record WrongSchedule(
      OptimizerSchedule original, Predicate<Optimizer> fits, double decay, WrongStep wrong)
      implements OptimizerSchedule {
    @Override
    public Optimizer at(Moment moment) {
      Optimizer right = original.at(moment);
      return fits.test(right) ? new WrongOptimizer(right, decay, wrong) : right;
    }

    @Override
    public Optimizer exactlyAt(Moment moment) {
      return original.exactlyAt(moment);
    }
  }

  private static Plant optimizer(
      String name, String summary, String needs, Predicate<Optimizer> fits, WrongStep wrong) {
    return new Plant(
        name,
        UPDATE,
        summary,
        needs,
        Bug.rules(
            (rules, parameters) ->
                parameters.stream().anyMatch(Parameter::isLearned)
                        && (fits.test(rules.weights().at(Moment.START))
                            || fits.test(rules.biases().at(Moment.START)))
                    ? Optional.of(wrongly(rules, fits, 1, wrong))
                    : Optional.empty()));
  }

  private static LayerRules wrongly(
      LayerRules rules, Predicate<Optimizer> fits, double decay, WrongStep wrong) {
    return new LayerRules(
        new WrongSchedule(rules.weights(), fits, decay, wrong),
        new WrongSchedule(rules.biases(), fits, decay, wrong),
        rules.normalization(),
        rules.weightConstraints(),
        rules.biasConstraints());
  }

  private static boolean decays(List<Parameter> parameters) {
    return parameters.stream().anyMatch(p -> p.isLearned() && p.penalty().weightDecay() != 0);
  }

  private static boolean correctsItsMoments(Optimizer optimizer) {
    return optimizer instanceof Adam
        || optimizer instanceof AdaMax
        || optimizer instanceof AmsGrad
        || optimizer instanceof Nadam;
  }

  /**
   * The mean square that an optimizer divides by, and what it adds to the root of it.
   *
   * @param place in the state
   */
  private record Squares(int place, double epsilon) {}

  private static Optional<Squares> squares(Optimizer optimizer) {
    if (optimizer instanceof Adam adam) {
      return Optional.of(new Squares(1, adam.epsilon()));
    }
    if (optimizer instanceof AmsGrad amsGrad) {
      return Optional.of(new Squares(2, amsGrad.epsilon()));
    }
    if (optimizer instanceof AdaGrad adaGrad) {
      return Optional.of(new Squares(0, adaGrad.epsilon()));
    }
    return optimizer instanceof RmsProp rmsProp
        ? Optional.of(new Squares(0, rmsProp.epsilon()))
        : Optional.empty();
  }

  /** The right step, times (√v + epsilon) / √(v + epsilon). */
  private static void epsilonInsideTheRoot(
      Optimizer original, Tensor gradient, List<Tensor> state, long iteration) {
    original.step(gradient, state, iteration);
    Squares squares = squares(original).orElseThrow();
    double[] v = state.get(squares.place()).values();
    for (int i = 0; i < v.length; i++) {
      gradient.values()[i] *=
          (Math.sqrt(v[i]) + squares.epsilon()) / Math.sqrt(v[i] + squares.epsilon());
    }
  }

  /** v' = momentum v - learningRate g, u = -v'. */
  private static void plainMomentum(
      Optimizer original, Tensor gradient, List<Tensor> state, long iteration) {
    original.step(gradient, state, iteration);
    gradient.overwriteWith(state.get(0).times(-1));
  }
}
