package gradtwin.twin.optimizer;

import gradtwin.tensor.Decimals;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.math.BigDecimal;
import java.util.List;

/**
 * Adam in the infinity norm: it divides by a decaying maximum of the gradient's absolute values.
 *
 * <pre>{@code
 * m = beta1 m + (1 - beta1) g
 * s = max(beta2 s, |g|) + 1e-32
 * u = learningRate / (1 - beta1^t) * m / s,   t = iteration + 1
 * }</pre>
 *
 * <p>m and s start at 0. An element whose gradient was always 0 makes no step: the 1e-32, which is
 * DL4J's and far below the rounding of anything else, spares it 0 / 0. Source: Kingma and Ba,
 * "Adam: a method for stochastic optimization", ICLR 2015, algorithm 2. DL4J: {@code
 * org.nd4j.linalg.learning.config.AdaMax}, whose epsilon is not used.
 *
 * @param learningRate above 0
 * @param beta1 decay of the mean, from 0 to below 1
 * @param beta2 decay of the maximum, from 0 to below 1
 */
public record AdaMax(double learningRate, double beta1, double beta2) implements RatedOptimizer {
  private static final double TINY = 1e-32;

  @Override
  public AdaMax withLearningRate(double other) {
    return new AdaMax(other, beta1, beta2);
  }

  @Override
  public AdaMax roundedToFloat32() {
    return new AdaMax((float) learningRate, (float) beta1, (float) beta2);
  }

  @Override
  public List<Tensor> initialState(Shape shape) {
    return List.of(Tensor.zeros(shape), Tensor.zeros(shape));
  }

  @Override
  public void step(Tensor gradient, List<Tensor> state, long iteration) {
    double[] g = gradient.values();
    double[] m = state.get(0).values();
    double[] s = state.get(1).values();
    double a = learningRate / (1 - Math.pow(beta1, iteration + 1.0));
    for (int i = 0; i < g.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      s[i] = Math.max(beta2 * s[i], Math.abs(g[i])) + TINY;
      g[i] = a * m[i] / s[i];
    }
  }

  @Override
  public List<String> memory() {
    return List.of("m", "s");
  }

  /**
   * {@code s = max over k <= t of beta2^(t-k) |g_k| + 1e-32 (1 + beta2 + ... + beta2^(t-k))}, the
   * paper's maximum with DL4J's 1e-32 carried along.
   */
  @Override
  public ClosedForm.Value exactly(ClosedForm.History past) {
    BigDecimal kept = Decimals.of(beta2);
    BigDecimal m = ClosedForm.mean(Decimals.of(beta1), past.gradients());
    BigDecimal s = BigDecimal.ZERO;
    BigDecimal tiny = BigDecimal.ZERO;
    for (int age = 0; age < past.size(); age++) {
      BigDecimal weight = Decimals.power(kept, age);
      BigDecimal size = past.gradients().get(past.size() - 1 - age).abs();
      tiny = Decimals.sum(tiny, Decimals.product(Decimals.of(TINY), weight));
      s = s.max(Decimals.sum(Decimals.product(weight, size), tiny));
    }
    BigDecimal correction = past.biasCorrection(beta1);
    BigDecimal step =
        Decimals.quotient(
            Decimals.product(Decimals.of(learningRate), m), Decimals.product(correction, s));
    return new ClosedForm.Value(step, List.of(m, s), ClosedForm.magnification(correction));
  }
}
