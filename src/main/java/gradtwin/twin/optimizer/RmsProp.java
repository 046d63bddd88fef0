package gradtwin.twin.optimizer;

import gradtwin.tensor.Decimals;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * Gradient descent scaled by the running root mean square of the gradient.
 *
 * <pre>{@code
 * h = decay h + (1 - decay) g^2
 * u = learningRate * g / (sqrt(h) + epsilon)
 * }</pre>
 *
 * <p>h starts at epsilon, as in DL4J ({@code org.nd4j.linalg.learning.config.RmsProp}). Source:
 * Tieleman and Hinton, "Neural Networks for Machine Learning", lecture 6.5 (2012), which has no
 * epsilon and leaves the start open.
 *
 * @param learningRate above 0
 * @param decay of the mean square, from 0 to below 1
 * @param epsilon above 0
 */
public record RmsProp(double learningRate, double decay, double epsilon) implements RatedOptimizer {
  @Override
  public RmsProp withLearningRate(double other) {
    return new RmsProp(other, decay, epsilon);
  }

  @Override
  public RmsProp roundedToFloat32() {
    return new RmsProp((float) learningRate, (float) decay, (float) epsilon);
  }

  @Override
  public List<Tensor> initialState(Shape shape) {
    Tensor squares = Tensor.zeros(shape);
    Arrays.fill(squares.values(), epsilon);
    return List.of(squares);
  }

  @Override
  public void step(Tensor gradient, List<Tensor> state, long iteration) {
    double[] g = gradient.values();
    double[] h = state.get(0).values();
    for (int i = 0; i < g.length; i++) {
      h[i] = decay * h[i] + (1 - decay) * g[i] * g[i];
      g[i] = learningRate * g[i] / (Math.sqrt(h[i]) + epsilon);
    }
  }

  @Override
  public List<String> memory() {
    return List.of("h");
  }

  /** {@code h = decay^t epsilon + (1 - decay) sum decay^(t-i) g_i^2}. */
  @Override
  public ClosedForm.Value exactly(ClosedForm.History past) {
    BigDecimal kept = Decimals.of(decay);
    BigDecimal start = Decimals.product(Decimals.power(kept, past.size()), Decimals.of(epsilon));
    BigDecimal h = Decimals.sum(start, ClosedForm.mean(kept, past.squares()));
    BigDecimal step =
        Decimals.quotient(
            Decimals.product(Decimals.of(learningRate), past.lastGradient()),
            Decimals.sum(Decimals.root(h), Decimals.of(epsilon)));
    return new ClosedForm.Value(step, List.of(h));
  }
}
