package gradtwin.twin.optimizer;

import gradtwin.tensor.Decimals;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.math.BigDecimal;
import java.util.List;

/**
 * Gradient descent with Nesterov's momentum.
 *
 * <pre>{@code
 * v' = momentum * v - learningRate * g
 * u  = momentum * v - (1 + momentum) * v'
 * }</pre>
 *
 * <p>v starts at 0. This is the form in which the parameters are those at the look-ahead point: w -
 * u = w - momentum v + (1 + momentum) v'. Source: Sutskever, Martens, Dahl and Hinton, "On the
 * importance of initialization and momentum in deep learning", ICML 2013, equations 3 and 4, in the
 * change of variables of Bengio, Boulanger-Lewandowski and Pascanu, "Advances in optimizing
 * recurrent networks", ICASSP 2013, equations 6 and 7. DL4J: {@code
 * org.nd4j.linalg.learning.config.Nesterovs}.
 *
 * @param learningRate above 0
 * @param momentum from 0 to below 1
 */
public record Nesterovs(double learningRate, double momentum) implements RatedOptimizer {
  @Override
  public Nesterovs withLearningRate(double other) {
    return new Nesterovs(other, momentum);
  }

  @Override
  public Nesterovs roundedToFloat32() {
    return new Nesterovs((float) learningRate, (float) momentum);
  }

  @Override
  public List<Tensor> initialState(Shape shape) {
    return List.of(Tensor.zeros(shape));
  }

  @Override
  public void step(Tensor gradient, List<Tensor> state, long iteration) {
    double[] g = gradient.values();
    double[] v = state.get(0).values();
    for (int i = 0; i < g.length; i++) {
      double before = v[i];
      v[i] = momentum * before - learningRate * g[i];
      g[i] = momentum * before - (1 + momentum) * v[i];
    }
  }

  @Override
  public List<String> memory() {
    return List.of("v");
  }

  /** {@code v after k = -sum over i <= k of learningRate_i g_i momentum_(i+1) ... momentum_k}. */
  @Override
  public ClosedForm.Value exactly(ClosedForm.History past) {
    BigDecimal mu = Decimals.of(momentum);
    BigDecimal before = velocity(past, past.size() - 1);
    BigDecimal after = velocity(past, past.size());
    BigDecimal step =
        Decimals.difference(
            Decimals.product(mu, before),
            Decimals.product(Decimals.sum(BigDecimal.ONE, mu), after));
    return new ClosedForm.Value(step, List.of(after));
  }

  private static BigDecimal velocity(ClosedForm.History past, int steps) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < steps; i++) {
      BigDecimal term =
          Decimals.product(
              Decimals.of(past.optimizers().get(i).learningRate()), past.gradients().get(i));
      for (int later = i + 1; later < steps; later++) {
        Nesterovs then = (Nesterovs) past.optimizers().get(later);
        term = Decimals.product(term, Decimals.of(then.momentum()));
      }
      sum = Decimals.difference(sum, term);
    }
    return sum;
  }
}
