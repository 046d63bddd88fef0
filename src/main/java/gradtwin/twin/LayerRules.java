package gradtwin.twin;

import gradtwin.tensor.Parameter;
import gradtwin.twin.optimizer.Constraint;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.Optimizer;
import java.util.List;

/**
 * How the parameters of one layer are trained.
 *
 * @param weights the optimizer of its weights
 * @param biases the optimizer of its biases
 * @param normalization what is done with its gradients first
 * @param weightConstraints what its weights are brought back to after each step, in order
 * @param biasConstraints what its biases are brought back to after each step, in order
 */
public record LayerRules(
    Optimizer weights,
    Optimizer biases,
    GradientNormalization normalization,
    List<Constraint> weightConstraints,
    List<Constraint> biasConstraints) {
  public LayerRules {
    weightConstraints = List.copyOf(weightConstraints);
    biasConstraints = List.copyOf(biasConstraints);
  }

  /** One optimizer for all, without constraints. */
  public LayerRules(Optimizer optimizer, GradientNormalization normalization) {
    this(optimizer, optimizer, normalization, List.of(), List.of());
  }

  Optimizer optimizer(Parameter parameter) {
    return parameter.role() == Parameter.Role.BIAS ? biases : weights;
  }

  List<Constraint> constraints(Parameter parameter) {
    return parameter.role() == Parameter.Role.BIAS ? biasConstraints : weightConstraints;
  }

  /** The same with every hyperparameter of the optimizers rounded to float32. */
  public LayerRules roundedToFloat32() {
    return new LayerRules(
        weights.roundedToFloat32(),
        biases.roundedToFloat32(),
        normalization,
        weightConstraints,
        biasConstraints);
  }
}
