package gradtwin.compare;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.Targets;
import java.util.function.ToDoubleFunction;

/**
 * An objective whose gradient is off by a factor, on purpose. Its loss is right.
 *
 * @param factor of the gradient, given the labels [N, outputs]
 */
record PlantedObjective(Objective original, ToDoubleFunction<Tensor> factor) implements Objective {
  @Override
  public Activation activation() {
    return original.activation();
  }

  @Override
  public Loss loss() {
    return original.loss();
  }

  @Override
  public Pass forward(Tensor z, Targets targets) {
    Pass pass = original.forward(z, targets);
    return new Pass() {
      @Override
      public double loss() {
        return pass.loss();
      }

      @Override
      public Tensor predictions() {
        return pass.predictions();
      }

      @Override
      public Tensor backward() {
        return pass.backward().times(factor.applyAsDouble(targets.labels()));
      }

      @Override
      public int piece() {
        return pass.piece();
      }
    };
  }
}
