package gradtwin.twin;

import gradtwin.tensor.Parameter;
import gradtwin.twin.optimizer.Constraint;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.OptimizerSchedule;
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
    OptimizerSchedule weights,
    OptimizerSchedule biases,
    GradientNormalization normalization,
    List<Constraint> weightConstraints,
    List<Constraint> biasConstraints) {
  public LayerRules {
    weightConstraints = List.copyOf(weightConstraints);
    biasConstraints = List.copyOf(biasConstraints);
  }

  /** One optimizer for all, without constraints. */
  public LayerRules(OptimizerSchedule optimizer, GradientNormalization normalization) {
    this(optimizer, optimizer, normalization, List.of(), List.of());
  }

  /** What turns the gradients of a parameter of the layer into steps. */
  public OptimizerSchedule optimizer(Parameter parameter) {
    return parameter.role() == Parameter.Role.BIAS ? biases : weights;
  }

  /** What a parameter of the layer is brought back to after each step, in order. */
  public List<Constraint> constraints(Parameter parameter) {
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
