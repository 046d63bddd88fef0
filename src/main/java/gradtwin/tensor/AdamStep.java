package gradtwin.tensor;

/**
 * The factors of one step of Adam with decoupled weight decay.
 *
 * <pre>{@code
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * u = rate m / (sqrt(v) + epsilon) + decay w
 * w = w - u
 * }</pre>
 *
 * @param rate the learning rate, corrected for the start at 0
 * @param beta1 from 0 to below 1
 * @param beta2 from 0 to below 1
 * @param epsilon above 0
 * @param decay at least 0
 */
public record AdamStep(double rate, double beta1, double beta2, double epsilon, double decay) {
  /**
   * Takes the step.
   *
   * @param w the weights, which are changed
   * @param g in: the gradient; out: the step u
   * @param m the mean of the gradients, which is changed
   * @param v the mean of their squares, which is changed
   */
  public void apply(Tensor w, Tensor g, Tensor m, Tensor v) {
    g.requireShape(w.shape());
    m.requireShape(w.shape());
    v.requireShape(w.shape());
    DenseKernels.chosen().adam(this, w.values(), g.values(), m.values(), v.values());
  }
}
