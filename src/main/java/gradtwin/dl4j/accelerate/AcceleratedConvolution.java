package gradtwin.dl4j.accelerate;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.AlgoMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.BwdDataAlgo;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.BwdFilterAlgo;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.FwdAlgo;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mathematics of DL4J's {@code ConvolutionLayer} over images [N, C, H, W], in other layouts of
 * memory: see {@link Sliding}. DL4J lays out every pixel kH * kW times through ND4J's im2col, into
 * a permuted view.
 *
 * <pre>{@code
 * z  = W * x + b               slid over x
 * dW = dz * x,  db = sum dz    dx = W slid back
 * }</pre>
 */
final class AcceleratedConvolution extends Accelerator implements ConvolutionHelper {
  private final DataType type;
  private final boolean hasBias;
  private ConvolutionBuffers buffers;

  /**
   * @param type of the layer's numbers
   * @param hasBias if not, DL4J passes an array that may have another type
   */
  AcceleratedConvolution(DataType type, boolean hasBias) {
    this.type = type;
    this.hasBias = hasBias;
  }

  @Override
  public INDArray preOutput(
      INDArray input,
      INDArray weights,
      INDArray bias,
      int[] kernel,
      int[] strides,
      int[] pad,
      AlgoMode mode,
      FwdAlgo fwdAlgo,
      ConvolutionMode convolutionMode,
      int[] dilation,
      CNN2DFormat format,
      LayerWorkspaceMgr workspaceMgr) {
    boolean same = convolutionMode == ConvolutionMode.Same;
    int[] out =
        ConvolutionUtils.getOutputSize(
            input, kernel, strides, same ? null : pad, convolutionMode, dilation, format);
    ConvolutionBuffers at = buffers(input, weights, strides, pad, dilation, out);
    at.load(weights, hasBias ? bias : null);
    INDArray z =
        workspaceMgr.createUninitialized(
            ArrayType.ACTIVATIONS,
            type,
            new long[] {input.size(0), weights.size(0), out[0], out[1]},
            'c');
    at.forward(NativeNumbers.of(Layout.inOrder('c', input)), NativeNumbers.of(z));
    return taken(z);
  }

  @Override
  public INDArray activate(INDArray z, IActivation afn, boolean training) {
    return null; // DL4J's own functions are quick
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray delta,
      int[] kernel,
      int[] strides,
      int[] pad,
      INDArray biasGradView,
      INDArray weightGradView,
      IActivation afn,
      AlgoMode mode,
      BwdFilterAlgo bwdFilterAlgo,
      BwdDataAlgo bwdDataAlgo,
      ConvolutionMode convolutionMode,
      int[] dilation,
      CNN2DFormat format,
      LayerWorkspaceMgr workspaceMgr) {
    int[] out = {(int) delta.size(2), (int) delta.size(3)};
    ConvolutionBuffers at = buffers(input, weights, strides, pad, dilation, out);
    at.load(weights, hasBias ? bias : null);
    INDArray dx =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, type, input.shape(), 'c');
    at.backward(
        NativeNumbers.of(Layout.inOrder('c', input)),
        NativeNumbers.of(Layout.inOrder('c', delta)),
        NativeNumbers.of(dx),
        wantsDelta());
    Gradient gradient = new DefaultGradient();
    if (hasBias) {
      at.storeBiasGradient(NativeNumbers.of(biasGradView));
      gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradView);
    }
    at.storeWeightsGradient(NativeNumbers.of(weightGradView));
    gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weightGradView, 'c');
    return taken(new Pair<>(gradient, dx));
  }

  /** Those of the last call, if they fit. */
  private ConvolutionBuffers buffers(
      INDArray input, INDArray weights, int[] strides, int[] pad, int[] dilation, int[] out) {
    Axis[] axes = new Axis[2];
    for (int i = 0; i < 2; i++) {
      axes[i] =
          new Axis(
              (int) input.size(2 + i),
              out[i],
              (int) weights.size(2 + i),
              strides[i],
              dilation[i],
              pad[i]);
    }
    int examples = (int) input.size(0);
    int outputs = (int) weights.size(0);
    Sliding sliding = Sliding.of(examples, (int) input.size(1), axes[0], axes[1]);
    if (buffers == null || !buffers.fit(sliding, examples, outputs)) {
      buffers = new ConvolutionBuffers(type, sliding, examples, outputs);
    }
    return buffers;
  }
}
