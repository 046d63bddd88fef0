package gradtwin.twin.optimizer;

import gradtwin.tensor.Decimals;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.List;

/**
 * Stochastic gradient descent.
 *
 * <pre>{@code
 * u = learningRate * g
 * }</pre>
 *
 * <p>Source: Robbins and Monro, "A stochastic approximation method", Annals of Mathematical
 * Statistics 22 (1951). DL4J: {@code org.nd4j.linalg.learning.config.Sgd}.
 *
 * @param learningRate above 0
 */
public record Sgd(double learningRate) implements RatedOptimizer {
  @Override
  public Sgd withLearningRate(double other) {
    return new Sgd(other);
  }

  @Override
  public Sgd roundedToFloat32() {
    return new Sgd((float) learningRate);
  }

  @Override
  public List<Tensor> initialState(Shape shape) {
    return List.of();
  }

  @Override
  public void step(Tensor gradient, List<Tensor> state, long iteration) {
    double[] g = gradient.values();
    for (int i = 0; i < g.length; i++) {
      g[i] *= learningRate;
    }
  }

  @Override
  public List<String> memory() {
    return List.of();
  }

  @Override
  public ClosedForm.Value exactly(ClosedForm.History past) {
    return new ClosedForm.Value(
        Decimals.product(Decimals.of(learningRate), past.lastGradient()), List.of());
  }
}
