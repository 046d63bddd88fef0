package gradtwin.twin.optimizer;

import gradtwin.twin.Moment;

/**
 * An optimizer whose hyperparameters may depend on the moment of the training. Those of all moments
 * share one memory.
 */
public interface OptimizerSchedule {
  /** The optimizer at a moment, with the hyperparameters of that moment. */
  Optimizer at(Moment moment);

  /**
   * The same with every hyperparameter rounded to float32, as a float32 library stores it. It
   * matters: 1 - beta2 for beta2 = 0.999 changes by 5e-5 of itself.
   */
  OptimizerSchedule roundedToFloat32();
}
