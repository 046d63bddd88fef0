package gradtwin.dl4j.accelerate;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.FwdPassReturn;
import org.deeplearning4j.nn.layers.recurrent.LSTMHelper;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mathematics of DL4J's {@code LSTM} over sequences [N, in, T] with tanh and sigmoid gates, see
 * {@link LstmBuffers}. DL4J makes some 40 arrays and calls of ND4J for each step on the way forward
 * and again on the way back, for which it goes forward a second time.
 */
final class AcceleratedLstm extends Accelerator implements LSTMHelper {
  private final DataType type;
  private final LstmBuffers[] buffers = new LstmBuffers[2]; // of training and of inference

  /**
   * @param type of the layer's numbers
   */
  AcceleratedLstm(DataType type) {
    this.type = type;
  }

  /** What DL4J carries from the way forward to the way back: the arrays stay in the buffers. */
  private static final class Pass extends FwdPassReturn {
    private final LstmBuffers buffers;

    Pass(LstmBuffers buffers) {
      this.buffers = buffers;
    }
  }

  @Override
  public boolean checkSupported(
      IActivation gateActivationFn, IActivation activationFn, boolean hasPeepholeConnections) {
    return gateActivationFn instanceof ActivationSigmoid
        && activationFn instanceof ActivationTanH
        && !hasPeepholeConnections;
  }

  @Override
  public FwdPassReturn activate(
      Layer layer,
      NeuralNetConfiguration conf,
      IActivation gateActivationFn,
      INDArray input,
      INDArray recurrentWeights,
      INDArray inputWeights,
      INDArray biases,
      boolean training,
      INDArray prevOutputActivations,
      INDArray prevMemCellState,
      boolean forBackprop,
      boolean forwards,
      String inputWeightKey,
      INDArray maskArray,
      boolean hasPeepholeConnections,
      LayerWorkspaceMgr workspaceMgr) {
    if (maskArray != null || !forwards || input.rank() != 3) {
      return null; // left to DL4J
    }
    LstmBuffers at = buffers(input, recurrentWeights, training);
    at.load(inputWeights, recurrentWeights, biases);
    INDArray y =
        workspaceMgr.createUninitialized(
            ArrayType.ACTIVATIONS,
            type,
            new long[] {input.size(0), recurrentWeights.size(0), input.size(2)},
            'f');
    NativeNumbers output = NativeNumbers.of(y);
    at.forward(
        NativeNumbers.of(Layout.inOrder('f', input)),
        NativeNumbers.of(Layout.inOrder('f', prevOutputActivations)),
        NativeNumbers.of(Layout.inOrder('f', prevMemCellState)),
        output);
    Pass pass = new Pass(at);
    pass.fwdPassOutput = y;
    pass.lastAct = y.tensorAlongDimension((int) input.size(2) - 1, 1, 0);
    pass.lastMemCell = at.lastCells();
    return taken(pass);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      NeuralNetConfiguration conf,
      IActivation gateActivationFn,
      INDArray input,
      INDArray recurrentWeights,
      INDArray inputWeights,
      INDArray epsilon,
      boolean truncatedBPTT,
      int tbpttBackwardLength,
      FwdPassReturn fwdPass,
      boolean forwards,
      String inputWeightKey,
      String recurrentWeightKey,
      String biasWeightKey,
      Map<String, INDArray> gradientViews,
      INDArray maskArray,
      boolean hasPeepholeConnections,
      LayerWorkspaceMgr workspaceMgr) {
    if (!(fwdPass instanceof Pass pass)) {
      return null; // DL4J went forward
    }
    INDArray dx =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, type, input.shape(), 'f');
    pass.buffers.backward(
        NativeNumbers.of(Layout.inOrder('f', epsilon)), NativeNumbers.of(dx), wantsDelta());
    Gradient gradient = new DefaultGradient();
    pass.buffers.storeGradients(
        NativeNumbers.of(gradientViews.get(inputWeightKey)),
        NativeNumbers.of(gradientViews.get(recurrentWeightKey)),
        NativeNumbers.of(gradientViews.get(biasWeightKey)));
    for (String key : new String[] {inputWeightKey, recurrentWeightKey, biasWeightKey}) {
      gradient.gradientForVariable().put(key, gradientViews.get(key));
    }
    return taken(new Pair<>(gradient, dx));
  }

  /** Those of the last call, if they fit. */
  private LstmBuffers buffers(INDArray input, INDArray recurrentWeights, boolean training) {
    LstmBuffers.Sizes sizes =
        new LstmBuffers.Sizes(
            (int) input.size(0),
            (int) input.size(1),
            (int) recurrentWeights.size(0),
            (int) input.size(2),
            training);
    int which = training ? 0 : 1;
    if (buffers[which] == null || !buffers[which].fit(sizes)) {
      buffers[which] = new LstmBuffers(type, sizes);
    }
    return buffers[which];
  }
}
