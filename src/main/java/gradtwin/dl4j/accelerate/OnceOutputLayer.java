package gradtwin.dl4j.accelerate;

import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's output layer, which computes {@code z = x W + b} once in a training step, and the loss of
 * it while it is there, instead of once for the gradient and once for the loss. The operations are
 * DL4J's, so the bits are the same.
 */
final class OnceOutputLayer extends OutputLayer {
  private static final long serialVersionUID = 1;

  /** While the gradient is computed. */
  private transient INDArray kept;

  /** The summed loss of the batch whose gradient was computed last, until it is asked for. */
  private transient OptionalDouble summedLoss = OptionalDouble.empty();

  OnceOutputLayer(NeuralNetConfiguration configuration, DataType type) {
    super(configuration, type);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    kept = super.preOutput2d(true, workspaces);
    try {
      summedLoss =
          OptionalDouble.of(
              layerConf()
                  .getLossFn()
                  .computeScore(
                      getLabels2d(workspaces, ArrayType.BP_WORKING_MEM),
                      kept,
                      layerConf().getActivationFn(),
                      maskArray,
                      false));
      return super.backpropGradient(epsilon, workspaces);
    } finally {
      kept = null;
    }
  }

  @Override
  protected INDArray preOutput2d(boolean training, LayerWorkspaceMgr workspaces) {
    return kept == null ? super.preOutput2d(training, workspaces) : kept;
  }

  @Override
  public double computeScore(double penalty, boolean training, LayerWorkspaceMgr workspaces) {
    if (!training || summedLoss.isEmpty()) {
      return super.computeScore(penalty, training, workspaces);
    }
    double loss = summedLoss.getAsDouble();
    summedLoss = OptionalDouble.empty();
    if (conf().isMiniBatch()) {
      loss /= getInputMiniBatchSize();
    }
    score = loss + penalty;
    return score;
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
    summedLoss = OptionalDouble.empty();
    super.setInput(input, workspaces);
  }

  @Override
  public void clear() {
    super.clear();
    summedLoss = OptionalDouble.empty();
  }
}
