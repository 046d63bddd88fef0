package gradtwin.tensor;

import java.util.Arrays;

/**
 * The three products of a convolution's forward and backward pass. The channels may fall into
 * groups that do not see each other: one group is a full convolution, a group per channel of x a
 * depthwise one.
 *
 * <pre>{@code
 * forward     z[n, o, p] = sum over i and k of w[o, i, k] x[n, i, position of k in window p]
 * transposed  the transpose of forward as a linear map of x
 * weights     the transpose of forward as a linear map of w, summed over n
 * }</pre>
 *
 * <p>Shapes: x [N, groups * in, P...], z [N, groups * out, O...], w [groups * out, in * K], or any
 * other shape with the same elements. The kernel is not flipped, so that strictly this is a
 * cross-correlation. Each example is a matrix product with the columns that {@link Windows#gather}
 * makes of it.
 */
public final class Correlation {
  private final Windows windows;
  private final int groups;

  /**
   * @param windows where x is seen
   * @param groups at least 1; divides the channels of x and z
   */
  public Correlation(Windows windows, int groups) {
    this.windows = windows;
    this.groups = groups;
  }

  /** z, given w and x. */
  public Tensor forward(Tensor w, Tensor x) {
    int channels = x.shape().size(1);
    x.requireShape(windows.positionsShape(channels).batchOf(x.rows()));
    int in = channels / groups;
    int out = quotient(w, groups * in * windows.kernel());
    Tensor z = Tensor.zeros(windows.windowsShape(groups * out).batchOf(x.rows()));
    Tensor columns = columns(in);
    Tensor product = Tensor.zeros(Shape.of(out, windows.count()));
    for (int block = 0; block < x.rows() * groups; block++) {
      windows.gather(x.values(), block * in * windows.positions(), in, 0, columns.values());
      MatrixProduct.multiply(part(w, block % groups, out, columns.rows()), columns, product);
      System.arraycopy(product.values(), 0, z.values(), block * product.size(), product.size());
    }
    return z;
  }

  /** x, given w and z. */
  public Tensor transposed(Tensor w, Tensor z) {
    int channels = z.shape().size(1);
    z.requireShape(windows.windowsShape(channels).batchOf(z.rows()));
    int out = channels / groups;
    int in = quotient(w, groups * out * windows.kernel());
    Tensor x = Tensor.zeros(windows.positionsShape(groups * in).batchOf(z.rows()));
    Tensor columns = columns(in);
    for (int block = 0; block < z.rows() * groups; block++) {
      MatrixProduct.multiplyTransposedFirst(
          part(w, block % groups, out, columns.rows()),
          part(z, block, out, windows.count()),
          columns);
      windows.scatter(columns.values(), in, x.values(), block * in * windows.positions());
    }
    return x;
  }

  /** w, given x and z. */
  public Tensor weights(Tensor x, Tensor z) {
    int in = x.shape().size(1) / groups;
    int out = z.shape().size(1) / groups;
    Tensor columns = columns(in);
    Tensor product = Tensor.zeros(Shape.of(out, columns.rows()));
    Tensor w = Tensor.zeros(Shape.of(groups * out, columns.rows()));
    for (int block = 0; block < x.rows() * groups; block++) {
      windows.gather(x.values(), block * in * windows.positions(), in, 0, columns.values());
      MatrixProduct.multiplyTransposedSecond(
          part(z, block, out, windows.count()), columns, product);
      int to = block % groups * product.size();
      for (int i = 0; i < product.size(); i++) {
        w.values()[to + i] += product.values()[i];
      }
    }
    return w;
  }

  private static int quotient(Tensor w, int divisor) {
    if (w.size() % divisor != 0) {
      throw new IllegalArgumentException(
          "expected weights of a multiple of " + divisor + " elements, got shape " + w.shape());
    }
    return w.size() / divisor;
  }

  private Tensor columns(int in) {
    return Tensor.zeros(Shape.of(in * windows.kernel(), windows.count()));
  }

  /**
   * One of several matrices that lie one after the other; the tensor itself if there is but one.
   */
  private static Tensor part(Tensor matrices, int which, int rows, int columns) {
    Shape shape = Shape.of(rows, columns);
    int size = rows * columns;
    return matrices.size() == size
        ? matrices.reshaped(shape)
        : Tensor.of(shape, Arrays.copyOfRange(matrices.values(), which * size, (which + 1) * size));
  }
}
