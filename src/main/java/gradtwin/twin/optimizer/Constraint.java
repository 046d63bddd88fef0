package gradtwin.twin.optimizer;

import gradtwin.tensor.Tensor;

/** What a parameter is brought back to after each step. */
public interface Constraint {
  /** Overwrites the parameter's value. */
  void apply(Tensor value);
}
