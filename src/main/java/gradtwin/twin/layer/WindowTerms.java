package gradtwin.twin.layer;

import gradtwin.tensor.Shape;
import gradtwin.tensor.WindowAxis;
import gradtwin.tensor.Windows;
import gradtwin.twin.formula.Term;
import java.util.List;

/**
 * Windows over the 1 to 3 spatial axes of a sequence, an image or a volume, as formulas see them:
 * one gather each, from the definition.
 *
 * <pre>{@code
 * window o sees at place k of the kernel the position  p = stride o - before + dilation k
 * }</pre>
 *
 * <p>o, k and p are numbers in row-major order over all axes; O, K and P count them. Nothing here
 * is shared with {@link Windows#gather} and its transpose, which forward and backward passes use.
 */
final class WindowTerms {
  private static final int OUTSIDE = -1;

  private final List<WindowAxis> axes;
  private final int kernel;
  private final int count;
  private final int positions;

  WindowTerms(Windows windows) {
    this.axes = windows.axes();
    this.kernel = axes.stream().mapToInt(WindowAxis::kernel).reduce(1, (a, b) -> a * b);
    this.count = axes.stream().mapToInt(WindowAxis::count).reduce(1, (a, b) -> a * b);
    this.positions = axes.stream().mapToInt(WindowAxis::size).reduce(1, (a, b) -> a * b);
  }

  /** K: how many places the kernel has. */
  int kernel() {
    return kernel;
  }

  /** [examples, 1, O...]: a number for each window. */
  Shape windowsShape(int examples) {
    return Shape.of(axes.stream().mapToInt(WindowAxis::count).toArray())
        .batchOf(1)
        .batchOf(examples);
  }

  /** [examples, 1, P...]: a number for each position. */
  Shape positionsShape(int examples) {
    return Shape.of(axes.stream().mapToInt(WindowAxis::size).toArray())
        .batchOf(1)
        .batchOf(examples);
  }

  /**
   * What the windows see.
   *
   * @param x [N, C, P...]
   * @param outside what they see beyond the ends
   * @return [N, O, C, K]
   */
  Term seen(Term x, double outside) {
    int channels = x.shape().size(1);
    return x.gathered(
        Shape.of(x.shape().size(0), count, channels, kernel),
        at -> {
          int p = position(at[1], at[3]);
          return p == OUTSIDE ? p : (at[0] * channels + at[2]) * positions + p;
        },
        outside);
  }

  /** What the windows see, a row for each window: [N O, C K]. */
  Term seenInRows(Term x) {
    Term seen = seen(x, 0);
    return seen.reshaped(Shape.of(x.shape().size(0) * count, x.shape().size(1) * kernel));
  }

  /**
   * Where the windows lie that see a position: the input of a transposed convolution.
   *
   * @param x a number for each window and channel, [N, C, O...]
   * @return a row for each position, of what the windows hold that see it at each place of the
   *     kernel, or of 0 where there is no such window: [N P, C K]
   */
  Term seeingInRows(Term x) {
    int channels = x.shape().size(1);
    int examples = x.shape().size(0);
    Term seeing =
        x.gathered(
            Shape.of(examples, positions, channels, kernel),
            at -> {
              int o = window(at[1], at[3]);
              return o == OUTSIDE ? o : (at[0] * channels + at[2]) * count + o;
            });
    return seeing.reshaped(Shape.of(examples * positions, channels * kernel));
  }

  /**
   * A product with kernels of its own for each channel.
   *
   * @param x [N, C, P...]
   * @param kernels M for each channel, [C, K, M]
   * @return {@code z[n o, c M + m] = sum over k of kernels[c, k, m] seen[n, o, c, k]}, a row for
   *     each window: [N O, C M]
   */
  Term depthwise(Term x, Term kernels) {
    int channels = kernels.shape().size(0);
    int rows = x.shape().size(0) * count;
    Term ofChannels = seen(x, 0).reshaped(Shape.of(rows, channels, kernel)).permuted(1, 0, 2);
    Term z = ofChannels.product(kernels).permuted(1, 0, 2);
    return z.reshaped(Shape.of(rows, channels * kernels.shape().size(2)));
  }

  /**
   * A product with other weights for each window.
   *
   * @param x [N, C, P...]
   * @param weights [O, C K, out]
   * @return a row for each window: [N O, out]
   */
  Term locally(Term x, Term weights) {
    int examples = x.shape().size(0);
    int places = weights.shape().size(1);
    int outputs = weights.shape().size(2);
    Term ofWindows = seen(x, 0).reshaped(Shape.of(examples, count, places)).permuted(1, 0, 2);
    Term z = ofWindows.product(weights).permuted(1, 0, 2);
    return z.reshaped(Shape.of(examples * count, outputs));
  }

  /** The position that a window sees at a place of the kernel. */
  private int position(int window, int place) {
    int position = 0;
    int weight = 1;
    int o = window;
    int k = place;
    for (int i = axes.size() - 1; i >= 0; i--) {
      WindowAxis axis = axes.get(i);
      int p =
          axis.stride() * (o % axis.count())
              - axis.before()
              + axis.dilation() * (k % axis.kernel());
      if (p < 0 || p >= axis.size()) {
        return OUTSIDE;
      }
      position += weight * p;
      weight *= axis.size();
      o /= axis.count();
      k /= axis.kernel();
    }
    return position;
  }

  /** The window that sees a position at a place of the kernel. */
  private int window(int position, int place) {
    int window = 0;
    int weight = 1;
    int p = position;
    int k = place;
    for (int i = axes.size() - 1; i >= 0; i--) {
      WindowAxis axis = axes.get(i);
      int start = p % axis.size() + axis.before() - axis.dilation() * (k % axis.kernel());
      int o = Math.floorDiv(start, axis.stride());
      if (o * axis.stride() != start || o < 0 || o >= axis.count()) {
        return OUTSIDE;
      }
      window += weight * o;
      weight *= axis.count();
      p /= axis.size();
      k /= axis.kernel();
    }
    return window;
  }
}
