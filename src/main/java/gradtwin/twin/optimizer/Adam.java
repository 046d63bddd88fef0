package gradtwin.twin.optimizer;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
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
    double[] g = gradient.values();
    double[] m = state.get(0).values();
    double[] v = state.get(1).values();
    double t = iteration + 1.0;
    double a = learningRate * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
    for (int i = 0; i < g.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      g[i] = a * m[i] / (Math.sqrt(v[i]) + epsilon);
    }
  }
}
