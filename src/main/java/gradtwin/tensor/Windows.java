package gradtwin.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * Windows that slide over the 1 to 3 spatial axes of a sequence, an image or a volume, and the two
 * maps between what lies there and what the windows see.
 *
 * <pre>{@code
 * x        [C, P...]      values at positions
 * columns  [C * K, O]     one column per window, one row per channel and place in the kernel
 * }</pre>
 *
 * <p>{@link #gather} (known as im2col) fills the columns; {@link #scatter} (col2im) is its
 * transpose as a linear map: it adds each element of the columns to the position it came from.
 */
public final class Windows {
  private static final WindowAxis SINGLE = new WindowAxis(1, 1, 1, 1, 0, 1);

  private final List<WindowAxis> axes;
  private final WindowAxis outer;
  private final WindowAxis middle;
  private final WindowAxis inner;

  /**
   * @param axes outermost first
   * @throws IllegalArgumentException if there are less than 1 or more than 3
   */
  public Windows(List<WindowAxis> axes) {
    if (axes.isEmpty() || axes.size() > 3) {
      throw new IllegalArgumentException("expected 1 to 3 spatial axes, got " + axes.size());
    }
    this.axes = List.copyOf(axes);
    inner = axes.get(axes.size() - 1);
    middle = axes.size() > 1 ? axes.get(axes.size() - 2) : SINGLE;
    outer = axes.size() > 2 ? axes.get(0) : SINGLE;
  }

  /** How they slide along each axis, outermost first. */
  public List<WindowAxis> axes() {
    return axes;
  }

  /** Windows that see one position each, one for each window of these. */
  public Windows ofWindows() {
    return new Windows(
        axes.stream().map(axis -> WindowAxis.fitting(axis.count(), 1, 1, 1, 0)).toList());
  }

  /** P: the number of positions. */
  public int positions() {
    return outer.size() * middle.size() * inner.size();
  }

  /** K: the number of places in the kernel. */
  public int kernel() {
    return outer.kernel() * middle.kernel() * inner.kernel();
  }

  /** O: the number of windows. */
  public int count() {
    return outer.count() * middle.count() * inner.count();
  }

  /** [channels, P...] */
  public Shape positionsShape(int channels) {
    return Shape.of(axes.stream().mapToInt(WindowAxis::size).toArray()).batchOf(channels);
  }

  /** [channels, O...] */
  public Shape windowsShape(int channels) {
    return Shape.of(axes.stream().mapToInt(WindowAxis::count).toArray()).batchOf(channels);
  }

  /**
   * Overwrites the columns with what the windows see.
   *
   * @param x holds [channels, P...] from an offset on
   * @param outside what is seen where a window sticks out
   * @param columns [channels * K, O]
   */
  public void gather(double[] x, int offset, int channels, double outside, double[] columns) {
    int row = 0;
    for (int c = 0; c < channels; c++) {
      int channel = offset + c * positions();
      for (int k0 = 0; k0 < outer.kernel(); k0++) {
        for (int k1 = 0; k1 < middle.kernel(); k1++) {
          for (int k2 = 0; k2 < inner.kernel(); k2++, row += count()) {
            gatherRow(x, channel, k0, k1, k2, outside, columns, row);
          }
        }
      }
    }
  }

  /** What all windows see at one place of the kernel in one channel. */
  private void gatherRow(
      double[] x, int channel, int k0, int k1, int k2, double outside, double[] columns, int row) {
    int first = inner.firstWithin(k2);
    int end = Math.max(first, inner.firstAfter(k2));
    int to = row;
    for (int o0 = 0; o0 < outer.count(); o0++) {
      for (int o1 = 0; o1 < middle.count(); o1++, to += inner.count()) {
        int line = line(channel, outer.position(o0, k0), middle.position(o1, k1));
        if (line < 0 || first == end) {
          Arrays.fill(columns, to, to + inner.count(), outside);
          continue;
        }
        Arrays.fill(columns, to, to + first, outside);
        int from = line + inner.position(first, k2);
        if (inner.stride() == 1) {
          System.arraycopy(x, from, columns, to + first, end - first);
        } else {
          for (int o2 = first; o2 < end; o2++, from += inner.stride()) {
            columns[to + o2] = x[from];
          }
        }
        Arrays.fill(columns, to + end, to + inner.count(), outside);
      }
    }
  }

  /**
   * Adds each element of the columns to the position that {@link #gather} takes it from; those from
   * outside are left out.
   *
   * @param columns [channels * K, O]
   * @param x holds [channels, P...] from an offset on
   */
  public void scatter(double[] columns, int channels, double[] x, int offset) {
    int row = 0;
    for (int c = 0; c < channels; c++) {
      int channel = offset + c * positions();
      for (int k0 = 0; k0 < outer.kernel(); k0++) {
        for (int k1 = 0; k1 < middle.kernel(); k1++) {
          for (int k2 = 0; k2 < inner.kernel(); k2++, row += count()) {
            scatterRow(columns, row, x, channel, k0, k1, k2);
          }
        }
      }
    }
  }

  private void scatterRow(
      double[] columns, int row, double[] x, int channel, int k0, int k1, int k2) {
    int first = inner.firstWithin(k2);
    int end = inner.firstAfter(k2);
    int from = row;
    for (int o0 = 0; o0 < outer.count(); o0++) {
      for (int o1 = 0; o1 < middle.count(); o1++, from += inner.count()) {
        int line = line(channel, outer.position(o0, k0), middle.position(o1, k1));
        if (line < 0) {
          continue;
        }
        int to = line + inner.position(first, k2);
        for (int o2 = first; o2 < end; o2++, to += inner.stride()) {
          x[to] += columns[from + o2];
        }
      }
    }
  }

  /** Where the innermost axis starts at such a place of a channel; -1 if that lies outside. */
  private int line(int channel, int outerPosition, int middlePosition) {
    boolean within =
        outerPosition >= 0
            && outerPosition < outer.size()
            && middlePosition >= 0
            && middlePosition < middle.size();
    return within ? channel + (outerPosition * middle.size() + middlePosition) * inner.size() : -1;
  }
}
