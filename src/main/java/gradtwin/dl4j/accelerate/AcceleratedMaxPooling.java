package gradtwin.dl4j.accelerate;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingHelper;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The way back of DL4J's {@code SubsamplingLayer} with the maximum over images [N, C, H, W], plane
 * by plane: the delta of a window goes to its largest pixel, the first of those that are equal. For
 * the way forward DL4J 1.0.0-M2.1 does not ask.
 */
final class AcceleratedMaxPooling extends Accelerator implements SubsamplingHelper {
  private final DataType type;
  private HeapNumbers pixels;
  private HeapNumbers deltas;
  private HeapNumbers gradients;

  /**
   * @param type of the layer's numbers
   */
  AcceleratedMaxPooling(DataType type) {
    this.type = type;
    resize(0, 0);
  }

  private void resize(int plane, int windows) {
    pixels = HeapNumbers.zeros(type, plane);
    gradients = HeapNumbers.zeros(type, plane);
    deltas = HeapNumbers.zeros(type, windows);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray input,
      INDArray epsilon,
      int[] kernel,
      int[] strides,
      int[] pad,
      PoolingType poolingType,
      ConvolutionMode convolutionMode,
      int[] dilation,
      CNN2DFormat format,
      LayerWorkspaceMgr workspaceMgr) {
    Axis height = axis(input, epsilon, 0, kernel, strides, pad, dilation);
    Axis width = axis(input, epsilon, 1, kernel, strides, pad, dilation);
    int plane = height.in() * width.in();
    int windows = height.out() * width.out();
    if (pixels.size() != plane || deltas.size() != windows) {
      resize(plane, windows);
    }
    NativeNumbers x = NativeNumbers.of(Layout.inOrder('c', input));
    NativeNumbers dy = NativeNumbers.of(Layout.inOrder('c', epsilon));
    INDArray answer =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, type, input.shape(), 'c');
    NativeNumbers dx = NativeNumbers.of(answer);
    long planes = input.size(0) * input.size(1);
    for (long i = 0; i < planes; i++) {
      x.read(i * plane, pixels, 0, plane);
      dy.read(i * windows, deltas, 0, windows);
      gradients.clear(0, plane);
      goBack(height, width);
      dx.write(i * plane, gradients, 0, plane);
    }
    return taken(new Pair<>(new DefaultGradient(), answer));
  }

  private static Axis axis(
      INDArray input,
      INDArray epsilon,
      int axis,
      int[] kernel,
      int[] strides,
      int[] pad,
      int[] dilation) {
    return new Axis(
        (int) input.size(2 + axis),
        (int) epsilon.size(2 + axis),
        kernel[axis],
        strides[axis],
        dilation[axis],
        pad[axis]);
  }

  private void goBack(Axis height, Axis width) {
    int window = 0;
    for (int y = 0; y < height.out(); y++) {
      int top = height.firstElement(y);
      int rows = height.endElement(y) - top;
      int firstRow = height.pixel(y, top) * width.in();
      for (int x = 0; x < width.out(); x++, window++) {
        int left = width.firstElement(x);
        int columns = width.endElement(x) - left;
        int largest =
            pixels.largest(
                firstRow + width.pixel(x, left),
                rows,
                height.dilation() * width.in(),
                columns,
                width.dilation());
        gradients.add(largest, 1, deltas, window, 1);
      }
    }
  }

  @Override
  public INDArray activate(
      INDArray input,
      boolean training,
      int[] kernel,
      int[] strides,
      int[] pad,
      PoolingType poolingType,
      ConvolutionMode convolutionMode,
      int[] dilation,
      CNN2DFormat format,
      LayerWorkspaceMgr workspaceMgr) {
    return null; // left to DL4J
  }
}
