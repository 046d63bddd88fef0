package gradtwin.twin.optimizer;

import gradtwin.tensor.Decimals;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * Adaptive gradient descent: each element's rate falls with the squares it has seen.
 *
 * <pre>{@code
 * h = h + g^2
 * u = learningRate * g / (sqrt(h) + epsilon)
 * }</pre>
 *
 * <p>Source: Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and
 * stochastic optimization", JMLR 12 (2011), section 1.1, diagonal form. The paper starts h at 0;
 * this starts it at 1e-6, as DL4J does whatever epsilon is ({@code
 * org.nd4j.linalg.learning.config.AdaGrad}).
 *
 * @param learningRate above 0
 * @param epsilon above 0
 */
public record AdaGrad(double learningRate, double epsilon) implements RatedOptimizer {
  private static final double INITIAL_SQUARES = 1e-6;

  @Override
  public AdaGrad withLearningRate(double other) {
    return new AdaGrad(other, epsilon);
  }

  @Override
  public AdaGrad roundedToFloat32() {
    return new AdaGrad((float) learningRate, (float) epsilon);
  }

  @Override
  public List<Tensor> initialState(Shape shape) {
    Tensor squares = Tensor.zeros(shape);
    Arrays.fill(squares.values(), INITIAL_SQUARES);
    return List.of(squares);
  }

  @Override
  public void step(Tensor gradient, List<Tensor> state, long iteration) {
    double[] g = gradient.values();
    double[] h = state.get(0).values();
    for (int i = 0; i < g.length; i++) {
      h[i] += g[i] * g[i];
      g[i] = learningRate * g[i] / (Math.sqrt(h[i]) + epsilon);
    }
  }

  @Override
  public List<String> memory() {
    return List.of("h");
  }

  /** {@code h = 1e-6 + sum g_i^2}. */
  @Override
  public ClosedForm.Value exactly(ClosedForm.History past) {
    BigDecimal h = past.squares().stream().reduce(Decimals.of(INITIAL_SQUARES), Decimals::sum);
    BigDecimal step =
        Decimals.quotient(
            Decimals.product(Decimals.of(learningRate), past.lastGradient()),
            Decimals.sum(Decimals.root(h), Decimals.of(epsilon)));
    return new ClosedForm.Value(step, List.of(h));
  }
}
