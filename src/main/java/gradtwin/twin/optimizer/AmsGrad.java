package gradtwin.twin.optimizer;

import gradtwin.tensor.Decimals;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.math.BigDecimal;
import java.util.List;

/**
 * Adam whose rates never grow: it divides by the largest mean square so far.
 *
 * <pre>{@code
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * h = max(h, v)
 * u = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(h) + epsilon),   t = iteration + 1
 * }</pre>
 *
 * <p>m, v and h start at 0. Source: Reddi, Kale and Kumar, "On the convergence of Adam and beyond",
 * ICLR 2018, algorithm 2, which has neither bias correction nor epsilon; this is the form with
 * those of {@link Adam}, which libraries use. DL4J: {@code
 * org.nd4j.linalg.learning.config.AMSGrad}.
 *
 * @param learningRate above 0
 * @param beta1 decay of the mean, from 0 to below 1
 * @param beta2 decay of the mean square, from 0 to below 1
 * @param epsilon above 0
 */
public record AmsGrad(double learningRate, double beta1, double beta2, double epsilon)
    implements RatedOptimizer {
  @Override
  public AmsGrad withLearningRate(double other) {
    return new AmsGrad(other, beta1, beta2, epsilon);
  }

  @Override
  public AmsGrad roundedToFloat32() {
    return new AmsGrad((float) learningRate, (float) beta1, (float) beta2, (float) epsilon);
  }

  @Override
  public List<Tensor> initialState(Shape shape) {
    return List.of(Tensor.zeros(shape), Tensor.zeros(shape), Tensor.zeros(shape));
  }

  @Override
  public void step(Tensor gradient, List<Tensor> state, long iteration) {
    double[] g = gradient.values();
    double[] m = state.get(0).values();
    double[] v = state.get(1).values();
    double[] h = state.get(2).values();
    double t = iteration + 1.0;
    double a = learningRate * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
    for (int i = 0; i < g.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      h[i] = Math.max(h[i], v[i]);
      g[i] = a * m[i] / (Math.sqrt(h[i]) + epsilon);
    }
  }

  @Override
  public List<String> memory() {
    return List.of("m", "v", "h");
  }

  /** {@code h = max over k <= t of v_k, v_k = (1 - beta2) sum over i <= k of beta2^(k-i) g_i^2}. */
  @Override
  public ClosedForm.Value exactly(ClosedForm.History past) {
    BigDecimal kept = Decimals.of(beta2);
    BigDecimal m = ClosedForm.mean(Decimals.of(beta1), past.gradients());
    BigDecimal v = BigDecimal.ZERO;
    BigDecimal h = BigDecimal.ZERO;
    for (int k = 1; k <= past.size(); k++) {
      v = ClosedForm.mean(kept, past.squares().subList(0, k));
      h = h.max(v);
    }
    BigDecimal correction1 = past.biasCorrection(beta1);
    BigDecimal correction2 = past.biasCorrection(beta2);
    BigDecimal hat = Decimals.root(Decimals.quotient(h, correction2));
    BigDecimal corrected = Decimals.quotient(Decimals.of(epsilon), Decimals.root(correction2));
    BigDecimal step =
        Decimals.quotient(
            Decimals.product(Decimals.of(learningRate), Decimals.quotient(m, correction1)),
            Decimals.sum(hat, corrected));
    return new ClosedForm.Value(
        step, List.of(m, v, h), ClosedForm.magnification(correction1, correction2));
  }
}
