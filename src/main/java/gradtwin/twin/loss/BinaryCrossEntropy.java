package gradtwin.twin.loss;

/**
 * The negative log-likelihood of independent yes/no outputs, for labels from 0 to 1.
 *
 * <pre>{@code
 * forward   L = -1/N * sum (y log o + (1 - y) log(1 - o))
 * backward  dL/do = 1/N * (o - y) / (o (1 - o))
 * }</pre>
 *
 * <p>Summed over outputs. Infinite where a certain prediction is wrong. Source: Bishop, "Pattern
 * Recognition and Machine Learning" (2006), equation 4.90. DL4J: {@code LossBinaryXENT}, which
 * clips o in the loss and in dL/do.
 */
public final class BinaryCrossEntropy extends ElementwiseLoss {
  @Override
  double value(double o, double y) {
    return -(xlogy(y, o) + xlogy(1 - y, 1 - o));
  }

  /** x log(y), which is 0 for x = 0 even where log(y) is not finite. */
  private static double xlogy(double x, double y) {
    return x == 0 ? 0 : x * Math.log(y);
  }

  @Override
  double derivative(double o, double y) {
    return (o - y) / (o * (1 - o));
  }

  @Override
  double scale(int outputs) {
    return 1;
  }
}
