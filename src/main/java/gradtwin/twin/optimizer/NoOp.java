package gradtwin.twin.optimizer;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.List;

/**
 * The gradient itself as the step.
 *
 * <pre>{@code
 * u = g
 * }</pre>
 *
 * <p>In spite of its name this moves the parameters: it is gradient descent with learning rate 1,
 * which is what DL4J's {@code org.nd4j.linalg.learning.config.NoOp} does.
 */
public record NoOp() implements Optimizer {
  @Override
  public double learningRate() {
    return 1;
  }

  @Override
  public NoOp roundedToFloat32() {
    return this;
  }

  @Override
  public List<Tensor> initialState(Shape shape) {
    return List.of();
  }

  @Override
  public void step(Tensor gradient, List<Tensor> state, long iteration) {
    // the gradient is the step already
  }

  @Override
  public List<String> memory() {
    return List.of();
  }

  @Override
  public ClosedForm.Value exactly(ClosedForm.History past) {
    return new ClosedForm.Value(past.lastGradient(), List.of());
  }
}
