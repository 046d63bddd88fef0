package gradtwin.twin.optimizer;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Moment;
import java.util.List;

/**
 * Turns a gradient into the step that is subtracted from a parameter. An optimizer holds its
 * hyperparameters only; its memory of a parameter is a list of tensors that the caller keeps.
 */
public interface Optimizer extends OptimizerSchedule {
  /** The same at every moment. */
  @Override
  default Optimizer at(Moment moment) {
    return this;
  }

  /** The factor that decoupled weight decay is scaled with; 1 for an optimizer without one. */
  double learningRate();

  @Override
  Optimizer roundedToFloat32();

  @Override
  default Optimizer exactlyAt(Moment moment) {
    return this;
  }

  /** The names of the tensors of its memory, as in the formula. */
  List<String> memory();

  /** The memory of a parameter before its first step. */
  List<Tensor> initialState(Shape shape);

  /**
   * Overwrites the gradient with the step, and the state with the one after it.
   *
   * @param gradient in: the gradient g; out: the step u, to be subtracted
   * @param state the memory, as {@link #initialState} made it and earlier steps left it
   * @param iteration steps before this one, from 0
   */
  void step(Tensor gradient, List<Tensor> state, long iteration);

  /**
   * Takes the step, and decays the weights by a share of what they were: {@code u = step + decay
   * w}, {@code w -= u}.
   *
   * @param w the weights, which are changed
   * @param gradient in: the gradient g; out: u
   * @param state the memory, which is changed
   * @param iteration steps before this one, from 0
   */
  default void update(Tensor w, double decay, Tensor gradient, List<Tensor> state, long iteration) {
    step(gradient, state, iteration);
    double[] weights = w.values();
    double[] u = gradient.values();
    for (int i = 0; i < weights.length; i++) {
      u[i] += decay * weights[i];
      weights[i] -= u[i];
    }
  }

  /**
   * The last step of one element and the memory after it, written as formulas over all gradients so
   * far. It is the witness of {@link #step} and of DL4J's updater, and shares no code with them.
   */
  ClosedForm.Value exactly(ClosedForm.History past);
}
