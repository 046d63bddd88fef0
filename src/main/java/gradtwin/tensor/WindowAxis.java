package gradtwin.tensor;

/**
 * How windows slide along one axis: window {@code o} sees the positions {@code o * stride - before
 * + k * dilation} for k from 0 to kernel - 1, of which some may lie outside the axis.
 *
 * @param size the number of positions, at least 1
 * @param kernel the number of positions that a window sees, at least 1
 * @param stride from the start of one window to that of the next, at least 1
 * @param dilation from one position that a window sees to the next, at least 1
 * @param before by how much the first window starts before the axis, at least 0
 * @param count the number of windows
 */
public record WindowAxis(int size, int kernel, int stride, int dilation, int before, int count) {
  /** As many windows as fit after so much padding at both ends; the rest is not seen. */
  public static WindowAxis fitting(int size, int kernel, int stride, int dilation, int padding) {
    int count = Math.floorDiv(size + 2 * padding - extent(kernel, dilation), stride) + 1;
    return new WindowAxis(size, kernel, stride, dilation, padding, count);
  }

  /**
   * One window for each stride, {@code ceil(size / stride)}, whatever the kernel: where windows
   * stick out, by as much at both ends, or by one more after the last position.
   */
  public static WindowAxis centred(int size, int kernel, int stride, int dilation) {
    int count = ceilDiv(size, stride);
    int padding = (count - 1) * stride + extent(kernel, dilation) - size;
    return new WindowAxis(size, kernel, stride, dilation, Math.max(padding, 0) / 2, count);
  }

  /** One window for each stride that sees its own position and earlier ones only. */
  public static WindowAxis causal(int size, int kernel, int stride, int dilation) {
    int before = extent(kernel, dilation) - 1;
    return new WindowAxis(size, kernel, stride, dilation, before, ceilDiv(size, stride));
  }

  /** From the first position that a window sees to the last, both counted. */
  public static int extent(int kernel, int dilation) {
    return (kernel - 1) * dilation + 1;
  }

  /** The position that window {@code o} sees at {@code k}, which may lie outside the axis. */
  int position(int o, int k) {
    return o * stride - before + k * dilation;
  }

  /** The first window whose position at {@code k} lies within the axis or after it. */
  int firstWithin(int k) {
    return clampedToWindows(ceilDiv(before - k * dilation, stride));
  }

  /** The first window whose position at {@code k} lies after the axis. */
  int firstAfter(int k) {
    return clampedToWindows(ceilDiv(size + before - k * dilation, stride));
  }

  private int clampedToWindows(int o) {
    return Math.max(0, Math.min(o, count));
  }

  private static int ceilDiv(int dividend, int divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }
}
