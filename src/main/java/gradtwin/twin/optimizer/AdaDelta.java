package gradtwin.twin.optimizer;

import gradtwin.tensor.Decimals;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Adaptive gradient descent without a learning rate: the steps so far give the length of the next.
 *
 * <pre>{@code
 * s = decay s + (1 - decay) g^2
 * u = sqrt(x + epsilon) / sqrt(s + epsilon) * g
 * x = decay x + (1 - decay) u^2
 * }</pre>
 *
 * <p>s and x start at 0. Source: Zeiler, "ADADELTA: an adaptive learning rate method",
 * arXiv:1212.5701 (2012), algorithm 1. DL4J: {@code org.nd4j.linalg.learning.config.AdaDelta}.
 *
 * @param decay of the mean squares, the paper's rho, from 0 to below 1
 * @param epsilon inside the roots, above 0
 */
public record AdaDelta(double decay, double epsilon) implements Optimizer {
  @Override
  public double learningRate() {
    return 1;
  }

  @Override
  public AdaDelta roundedToFloat32() {
    return new AdaDelta((float) decay, (float) epsilon);
  }

  @Override
  public List<Tensor> initialState(Shape shape) {
    return List.of(Tensor.zeros(shape), Tensor.zeros(shape));
  }

  @Override
  public void step(Tensor gradient, List<Tensor> state, long iteration) {
    double[] g = gradient.values();
    double[] s = state.get(0).values();
    double[] x = state.get(1).values();
    for (int i = 0; i < g.length; i++) {
      s[i] = decay * s[i] + (1 - decay) * g[i] * g[i];
      g[i] = Math.sqrt(x[i] + epsilon) / Math.sqrt(s[i] + epsilon) * g[i];
      x[i] = decay * x[i] + (1 - decay) * g[i] * g[i];
    }
  }

  @Override
  public List<String> memory() {
    return List.of("s", "x");
  }

  /**
   * {@code s = (1 - decay) sum decay^(t-i) g_i^2, x = (1 - decay) sum decay^(t-i) u_i^2}; a step
   * needs those before it.
   */
  @Override
  public ClosedForm.Value exactly(ClosedForm.History past) {
    BigDecimal kept = Decimals.of(decay);
    BigDecimal inRoot = Decimals.of(epsilon);
    List<BigDecimal> squaredSteps = new ArrayList<>();
    BigDecimal u = BigDecimal.ZERO;
    for (int t = 0; t < past.size(); t++) {
      BigDecimal s = ClosedForm.mean(kept, past.squares().subList(0, t + 1));
      BigDecimal x = ClosedForm.mean(kept, squaredSteps);
      BigDecimal ratio = Decimals.quotient(Decimals.sum(x, inRoot), Decimals.sum(s, inRoot));
      u = Decimals.product(Decimals.root(ratio), past.gradients().get(t));
      squaredSteps.add(Decimals.product(u, u));
    }
    return new ClosedForm.Value(
        u, List.of(ClosedForm.mean(kept, past.squares()), ClosedForm.mean(kept, squaredSteps)));
  }
}
