package gradtwin.twin.optimizer;

import gradtwin.tensor.AdamStep;
import gradtwin.tensor.Decimals;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.math.BigDecimal;
import java.util.List;

/**
 * Adaptive moment estimation.
 *
 * <pre>{@code
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * a = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t)      t = iteration + 1
 * u = a m / (sqrt(v) + epsilon)
 * }</pre>
 *
 * <p>m and v start at 0. This is the form with "epsilon hat", outside the bias correction: Kingma
 * and Ba, "Adam: a method for stochastic optimization", ICLR 2015, last paragraph of section 2.
 * PyTorch and the paper's algorithm 1 correct v before adding epsilon, which differs most in the
 * first steps. DL4J: {@code org.nd4j.linalg.learning.config.Adam}.
 *
 * @param learningRate above 0
 * @param beta1 decay of the mean, from 0 to below 1
 * @param beta2 decay of the mean square, from 0 to below 1
 * @param epsilon epsilon hat, above 0
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon)
    implements RatedOptimizer {
  @Override
  public Adam withLearningRate(double other) {
    return new Adam(other, beta1, beta2, epsilon);
  }

  @Override
  public Adam roundedToFloat32() {
    return new Adam((float) learningRate, (float) beta1, (float) beta2, (float) epsilon);
  }

  @Override
  public List<Tensor> initialState(Shape shape) {
    return List.of(Tensor.zeros(shape), Tensor.zeros(shape));
  }

  @Override
  public void step(Tensor gradient, List<Tensor> state, long iteration) {
    update(gradient.zerosLike(), 0, gradient, state, iteration);
  }

  @Override
  public void update(Tensor w, double decay, Tensor gradient, List<Tensor> state, long iteration) {
    double t = iteration + 1.0;
    double a = learningRate * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
    new AdamStep(a, beta1, beta2, epsilon, decay).apply(w, gradient, state.get(0), state.get(1));
  }

  @Override
  public List<String> memory() {
    return List.of("m", "v");
  }

  /**
   * {@code m = (1 - beta1) sum beta1^(t-i) g_i, v = (1 - beta2) sum beta2^(t-i) g_i^2}, and the
   * step in the paper's words: {@code learningRate * mHat / (sqrt(vHat) + epsilon / sqrt(1 -
   * beta2^t))}.
   */
  @Override
  public ClosedForm.Value exactly(ClosedForm.History past) {
    BigDecimal m = ClosedForm.mean(Decimals.of(beta1), past.gradients());
    BigDecimal v = ClosedForm.mean(Decimals.of(beta2), past.squares());
    BigDecimal correction1 = past.biasCorrection(beta1);
    BigDecimal correction2 = past.biasCorrection(beta2);
    BigDecimal hat = Decimals.root(Decimals.quotient(v, correction2));
    BigDecimal corrected = Decimals.quotient(Decimals.of(epsilon), Decimals.root(correction2));
    BigDecimal step =
        Decimals.quotient(
            Decimals.product(Decimals.of(learningRate), Decimals.quotient(m, correction1)),
            Decimals.sum(hat, corrected));
    return new ClosedForm.Value(
        step, List.of(m, v), ClosedForm.magnification(correction1, correction2));
  }
}
