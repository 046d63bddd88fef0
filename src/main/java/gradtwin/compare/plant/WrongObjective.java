package gradtwin.compare.plant;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.Targets;

/** An objective whose gradient is wrong, on purpose. Its loss is right. */
record WrongObjective(Objective original, Bug.Descent descent) implements Objective {
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
        return descent.from(original, z, targets, pass);
      }

      @Override
      public int piece() {
        return pass.piece();
      }
    };
  }
}
