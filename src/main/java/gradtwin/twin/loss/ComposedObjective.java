package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;

/**
 * Any activation followed by any loss.
 *
 * <pre>{@code
 * forward   o = f(z)    L = loss(o, y)
 * backward  do = dL/do  dz = Jᵀ do
 * }</pre>
 */
record ComposedObjective(Activation activation, Loss loss) implements Objective {
  @Override
  public Pass forward(Tensor z, Targets targets) {
    Tensor o = activation.forward(z);
    double mean = loss.value(o, targets);
    return new Pass() {
      @Override
      public double loss() {
        return mean;
      }

      @Override
      public Tensor predictions() {
        return o;
      }

      @Override
      public Tensor backward() {
        return activation.backward(z, o, loss.gradient(o, targets));
      }

      @Override
      public int piece() {
        return 31 * activation.piece(z) + loss.piece(o, targets);
      }
    };
  }
}
