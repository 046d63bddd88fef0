package gradtwin.twin.optimizer;

import gradtwin.tensor.Decimals;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.math.BigDecimal;
import java.util.List;

/**
 * Adam with Nesterov's momentum: the mean looks one step ahead.
 *
 * <pre>{@code
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * u = learningRate * (beta1 m + (1 - beta1) g) / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon),
 *     t = iteration + 1
 * }</pre>
 *
 * <p>m and v start at 0. Source: Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop
 * 2016, with a constant momentum, in the form of Ruder, "An overview of gradient descent
 * optimization algorithms", arXiv:1609.04747, section 4.8. DL4J: {@code
 * org.nd4j.linalg.learning.config.Nadam}, which does not divide v by 1 - beta2^t: its steps are
 * longer by 1 / sqrt(1 - beta2^t), 32 times in the first step for beta2 = 0.999.
 *
 * @param learningRate above 0
 * @param beta1 decay of the mean, from 0 to below 1
 * @param beta2 decay of the mean square, from 0 to below 1
 * @param epsilon above 0
 */
public record Nadam(double learningRate, double beta1, double beta2, double epsilon)
    implements RatedOptimizer {
  @Override
  public Nadam withLearningRate(double other) {
    return new Nadam(other, beta1, beta2, epsilon);
  }

  @Override
  public Nadam roundedToFloat32() {
    return new Nadam((float) learningRate, (float) beta1, (float) beta2, (float) epsilon);
  }

  @Override
  public List<Tensor> initialState(Shape shape) {
    return List.of(Tensor.zeros(shape), Tensor.zeros(shape));
  }

  @Override
  public void step(Tensor gradient, List<Tensor> state, long iteration) {
    double[] g = gradient.values();
    double[] m = state.get(0).values();
    double[] v = state.get(1).values();
    double t = iteration + 1.0;
    double a = learningRate / (1 - Math.pow(beta1, t));
    double correction = 1 - Math.pow(beta2, t);
    for (int i = 0; i < g.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      double ahead = beta1 * m[i] + (1 - beta1) * g[i];
      g[i] = a * ahead / (Math.sqrt(v[i] / correction) + epsilon);
    }
  }

  @Override
  public List<String> memory() {
    return List.of("m", "v");
  }

  /**
   * {@code m = (1 - beta1) sum beta1^(t-i) g_i, v = (1 - beta2) sum beta2^(t-i) g_i^2}, and the
   * step in Ruder's words: {@code learningRate / (sqrt(vHat) + epsilon) * (beta1 mHat + (1 - beta1)
   * g / (1 - beta1^t))}.
   */
  @Override
  public ClosedForm.Value exactly(ClosedForm.History past) {
    BigDecimal kept = Decimals.of(beta1);
    BigDecimal m = ClosedForm.mean(kept, past.gradients());
    BigDecimal v = ClosedForm.mean(Decimals.of(beta2), past.squares());
    BigDecimal correction1 = past.biasCorrection(beta1);
    BigDecimal correction2 = past.biasCorrection(beta2);
    BigDecimal hat = Decimals.quotient(m, correction1);
    BigDecimal now =
        Decimals.quotient(
            Decimals.product(Decimals.difference(BigDecimal.ONE, kept), past.lastGradient()),
            correction1);
    BigDecimal root = Decimals.root(Decimals.quotient(v, correction2));
    BigDecimal step =
        Decimals.product(
            Decimals.quotient(Decimals.of(learningRate), Decimals.sum(root, Decimals.of(epsilon))),
            Decimals.sum(Decimals.product(kept, hat), now));
    return new ClosedForm.Value(
        step, List.of(m, v), ClosedForm.magnification(correction1, correction2));
  }
}
