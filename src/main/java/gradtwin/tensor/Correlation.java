package gradtwin.tensor;

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
    Tensor z = x.newEmpty(windows.windowsShape(groups * out).batchOf(x.rows()));
    Tensor columns = x.newEmpty(columnsShape(in));
    Matrix seen = Matrix.of(columns);
    Matrix ofGroup = Matrix.firstOf(w, out, columns.rows());
    Matrix result = Matrix.firstOf(z, out, windows.count());
    for (int block = 0; block < x.rows() * groups; block++) {
      windows.gather(x.values(), block * in * windows.positions(), in, 0, columns.values());
      MatrixProduct.multiply(ofGroup.moveTo(block % groups), seen, result.moveTo(block));
    }
    return z;
  }

  /** x, given w and z. */
  public Tensor transposed(Tensor w, Tensor z) {
    int channels = z.shape().size(1);
    z.requireShape(windows.windowsShape(channels).batchOf(z.rows()));
    int out = channels / groups;
    int in = quotient(w, groups * out * windows.kernel());
    Tensor x = z.newZeros(windows.positionsShape(groups * in).batchOf(z.rows()));
    Tensor columns = z.newEmpty(columnsShape(in));
    Matrix seen = Matrix.of(columns);
    Matrix ofGroup = Matrix.firstOf(w, out, columns.rows()).transposed();
    Matrix given = Matrix.firstOf(z, out, windows.count());
    for (int block = 0; block < z.rows() * groups; block++) {
      MatrixProduct.multiply(ofGroup.moveTo(block % groups), given.moveTo(block), seen);
      windows.scatter(columns.values(), in, x.values(), block * in * windows.positions());
    }
    return x;
  }

  /** w, given x and z. It is summed up as its transpose, for which z is the smaller operand. */
  public Tensor weights(Tensor x, Tensor z) {
    int in = x.shape().size(1) / groups;
    int out = z.shape().size(1) / groups;
    Tensor columns = x.newEmpty(columnsShape(in));
    Tensor turned = x.newEmpty(Shape.of(windows.count(), out)); // z of a block
    Tensor sums = x.newZeros(Shape.of(groups, columns.rows(), out));
    Matrix seen = Matrix.of(columns);
    Matrix right = Matrix.of(turned);
    Matrix given = Matrix.firstOf(z, out, windows.count()).transposed();
    Matrix sum = Matrix.firstOf(sums, columns.rows(), out);
    for (int block = 0; block < x.rows() * groups; block++) {
      windows.gather(x.values(), block * in * windows.positions(), in, 0, columns.values());
      right.overwriteWith(given.moveTo(block));
      MatrixProduct.multiplyAndAdd(seen, right, sum.moveTo(block % groups));
    }
    Tensor w = x.newEmpty(Shape.of(groups * out, columns.rows()));
    Matrix ofGroup = Matrix.firstOf(w, out, columns.rows()).transposed();
    for (int group = 0; group < groups; group++) {
      ofGroup.moveTo(group).overwriteWith(sum.moveTo(group));
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

  private Shape columnsShape(int in) {
    return Shape.of(in * windows.kernel(), windows.count());
  }
}
