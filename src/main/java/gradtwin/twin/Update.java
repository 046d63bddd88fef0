package gradtwin.twin;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import gradtwin.twin.optimizer.Constraint;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.Optimizer;
import gradtwin.twin.optimizer.OptimizerSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What stands between the gradients and the new parameters, in this order:
 *
 * <pre>{@code
 * g  = normalize(g)                      per layer
 * g += l1 * sign(w) + l2 * w
 * u  = optimizer(g)
 * u += weightDecay * learningRate * w
 * w -= u
 * w  = constrain(w)
 * }</pre>
 *
 * <p>The order is DL4J's (BaseMultiLayerUpdater.update, 1.0.0-M2.1): clipping does not see the
 * penalties. An optimizer without a learning rate of its own decays weights with rate 1. A
 * statistic is moved by what its layer left in the gradient, which nothing here changes; a frozen
 * parameter stays.
 */
public final class Update {
  private final IntFunction<LayerRules> rules;
  private List<List<Tensor>> states = List.of();

  /** The same rules for every layer. */
  public Update(OptimizerSchedule optimizer, GradientNormalization normalization) {
    LayerRules same = new LayerRules(optimizer, normalization);
    this.rules = layer -> same;
  }

  /**
   * Rules for each layer.
   *
   * @param rules as many as the network has layers
   */
  public Update(List<LayerRules> rules) {
    this.rules = List.copyOf(rules)::get;
  }

  /**
   * Changes the parameters by one step, given the gradients that the backward pass left in them.
   * Overwrites the gradients with the steps that were subtracted.
   *
   * @param parameters the parameters of each layer, the same at every call
   */
  public void apply(List<List<Parameter>> parameters, Moment moment) {
    List<List<Tensor>> state = states(parameters);
    int index = 0;
    for (int layer = 0; layer < parameters.size(); layer++) {
      LayerRules ofLayer = rules.apply(layer);
      List<Parameter> all = parameters.get(layer);
      List<Tensor> gradients =
          all.stream().filter(Parameter::isLearned).map(Parameter::gradient).toList();
      ofLayer.normalization().apply(gradients);
      for (Parameter parameter : all) {
        change(parameter, ofLayer, state.get(index++), moment);
      }
    }
  }

  private static void change(
      Parameter parameter, LayerRules rules, List<Tensor> state, Moment moment) {
    switch (parameter.role()) {
      case FROZEN -> parameter.gradient().fill(0);
      case STATISTIC -> subtract(parameter.gradient().values(), parameter.value().values());
      case WEIGHT, BIAS -> {
        Penalty penalty = parameter.penalty();
        Optimizer optimizer = rules.optimizer(parameter).at(moment);
        penalty.addGradient(parameter.value(), parameter.gradient());
        double decay = penalty.weightDecay() * optimizer.learningRate();
        optimizer.update(parameter.value(), decay, parameter.gradient(), state, moment.iteration());
        for (Constraint constraint : rules.constraints(parameter)) {
          constraint.apply(parameter.value());
        }
      }
    }
  }

  private static void subtract(double[] step, double[] from) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= step[i];
    }
  }

  /**
   * The optimizers' memory, one list of tensors per parameter, in the order of the parameters. The
   * tensors are live: a checkpoint copies them, a resumed run overwrites them.
   */
  public List<List<Tensor>> states(List<List<Parameter>> parameters) {
    if (states.isEmpty()) {
      List<List<Tensor>> fresh = new ArrayList<>();
      for (int layer = 0; layer < parameters.size(); layer++) {
        for (Parameter parameter : parameters.get(layer)) {
          fresh.add(
              parameter.isLearned()
                  ? rules
                      .apply(layer)
                      .optimizer(parameter)
                      .at(Moment.START)
                      .initialState(parameter.value().shape())
                  : List.of());
        }
      }
      states = List.copyOf(fresh);
    }
    return states;
  }
}
