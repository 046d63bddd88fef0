package gradtwin.tensor;

/**
 * The functions of the exponential that whole tensors are put through. They are off by less than 3
 * units in the last place, whatever computes them.
 */
public final class Exponentials {
  private Exponentials() {}

  /** Overwrites y with {@code tanh(x)}. */
  public static void tanh(Tensor x, Tensor y) {
    y.requireShape(x.shape());
    DenseKernels.chosen().tanh(x.values(), y.values());
  }

  /** Overwrites y with {@code 1 / (1 + exp(-x))}. */
  public static void sigmoid(Tensor x, Tensor y) {
    y.requireShape(x.shape());
    DenseKernels.chosen().sigmoid(x.values(), y.values());
  }
}
