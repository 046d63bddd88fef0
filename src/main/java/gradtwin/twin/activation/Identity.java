package gradtwin.twin.activation;

/**
 * No activation.
 *
 * <pre>{@code
 * forward   f(z) = z
 * backward  f'(z) = 1
 * }</pre>
 *
 * <p>DL4J: {@code ActivationIdentity}.
 */
public final class Identity implements Elementwise {
  @Override
  public double value(double z) {
    return z;
  }

  @Override
  public double derivative(double z, double y) {
    return 1;
  }
}
