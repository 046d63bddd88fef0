package gradtwin.dl4j.accelerate;

/**
 * One direction in which windows slide over pixels.
 *
 * @param in pixels
 * @param out windows
 * @param kernel elements of a window
 * @param stride between windows
 * @param dilation between elements
 * @param padding before the first pixel; behind the last there is as much as the windows reach over
 */
record Axis(int in, int out, int kernel, int stride, int dilation, int padding) {
  /** The pixel under an element of a window; it may lie in the padding. */
  int pixel(int window, int element) {
    return window * stride + element * dilation - padding;
  }

  /** How many pixels the windows reach over, padding included. */
  private int extent() {
    return (kernel - 1) * dilation + (out - 1) * stride + 1;
  }

  /** Of these, how many at most leave the same remainder when divided by the stride. */
  int perRemainder() {
    return ceiling(extent(), stride);
  }

  /** The first window whose element lies on a pixel; all up to {@link #endWindow} do. */
  int firstWindow(int element) {
    return Math.min(out, ceiling(Math.max(0, padding - element * dilation), stride));
  }

  /** Behind the last window whose element lies on a pixel. */
  int endWindow(int element) {
    int last = in - 1 + padding - element * dilation;
    return last < 0 ? 0 : Math.min(out, last / stride + 1);
  }

  /** The first element of a window that lies on a pixel; all up to {@link #endElement} do. */
  int firstElement(int window) {
    return Math.min(kernel, ceiling(Math.max(0, padding - window * stride), dilation));
  }

  /** Behind the last element of a window that lies on a pixel. */
  int endElement(int window) {
    int last = in - 1 + padding - window * stride;
    return last < 0 ? 0 : Math.min(kernel, last / dilation + 1);
  }

  private static int ceiling(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
