package gradtwin.twin;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands between the gradients and the new parameters, in this order:
 *
 * <pre>{@code
 * g  = normalize(g)                      per layer
 * g += l1 * sign(w) + l2 * w
 * u  = optimizer(g)
 * u += weightDecay * learningRate * w
 * w -= u
 * }</pre>
 *
 * <p>The order is DL4J's (BaseMultiLayerUpdater.update, 1.0.0-M2.1): clipping does not see the
 * penalties. An optimizer without a learning rate of its own decays weights with rate 1.
 */
public final class Update {
  private final Optimizer optimizer;
  private final GradientNormalization normalization;
  private List<List<Tensor>> states = List.of();

  public Update(Optimizer optimizer, GradientNormalization normalization) {
    this.optimizer = optimizer;
    this.normalization = normalization;
  }

  /**
   * Changes the parameters by one step, given the gradients that the backward pass left in them.
   * Overwrites the gradients with the steps that were subtracted.
   *
   * @param parameters the parameters of each layer, the same at every call
   * @param iteration steps before this one, from 0
   */
  public void apply(List<List<Parameter>> parameters, long iteration) {
    List<List<Tensor>> state = states(parameters);
    int index = 0;
    for (List<Parameter> ofLayer : parameters) {
      normalization.apply(ofLayer.stream().map(Parameter::gradient).toList());
      for (Parameter parameter : ofLayer) {
        change(parameter, state.get(index++), iteration);
      }
    }
  }

  private void change(Parameter parameter, List<Tensor> state, long iteration) {
    Penalty penalty = parameter.penalty();
    Tensor gradient = parameter.gradient();
    penalty.addGradient(parameter.value(), gradient);
    optimizer.step(gradient, state, iteration);
    double[] w = parameter.value().values();
    double[] u = gradient.values();
    double decay = penalty.weightDecay() * optimizer.learningRate();
    for (int i = 0; i < w.length; i++) {
      u[i] += decay * w[i];
      w[i] -= u[i];
    }
  }

  /**
   * The optimizer's memory, one list of tensors per parameter, in the order of the parameters. The
   * tensors are live: a checkpoint copies them, a resumed run overwrites them.
   */
  public List<List<Tensor>> states(List<List<Parameter>> parameters) {
    if (states.isEmpty()) {
      List<List<Tensor>> fresh = new ArrayList<>();
      for (List<Parameter> ofLayer : parameters) {
        for (Parameter parameter : ofLayer) {
          fresh.add(optimizer.initialState(parameter.value().shape()));
        }
      }
      states = List.copyOf(fresh);
    }
    return states;
  }
}
