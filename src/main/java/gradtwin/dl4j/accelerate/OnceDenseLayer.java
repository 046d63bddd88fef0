package gradtwin.dl4j.accelerate;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's dense layer, which computes {@code z = x W + b} once in a training step and not again on
 * the way back; and which, first in a network, does not compute the gradient of its input, which
 * nobody wants. The other operations are DL4J's in DL4J's order, so the bits are the same.
 */
final class OnceDenseLayer extends DenseLayer {
  private static final long serialVersionUID = 1;

  private final boolean first;

  /** What goes into the activation function, of the last forward pass in training, and its x. */
  private transient INDArray kept;

  private transient INDArray keptInput;

  OnceDenseLayer(NeuralNetConfiguration configuration, DataType type, boolean first) {
    super(configuration, type);
    this.first = first;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    if (!training || maskArray != null) {
      return super.activate(training, workspaces);
    }
    INDArray z = preOutput(true, workspaces);
    kept = workspaces.dup(ArrayType.ACTIVATIONS, z); // the function writes over its input
    keptInput = input;
    return layerConf().getActivationFn().getActivation(z, true);
  }

  @Override
  protected Pair<INDArray, INDArray> preOutputWithPreNorm(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
    return forBackprop && kept != null && input == keptInput
        ? new Pair<>(kept, kept)
        : super.preOutputWithPreNorm(training, forBackprop, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    if (!first || maskArray != null) {
      return super.backpropGradient(epsilon, workspaces);
    }
    INDArray z = preOutputWithPreNorm(true, true, workspaces).getFirst();
    INDArray delta = layerConf().getActivationFn().backprop(z, epsilon).getFirst();
    Gradient gradient = new DefaultGradient();
    if (hasBias()) {
      INDArray bias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
      delta.sum(bias, 0);
      gradient.gradientForVariable().put(DefaultParamInitializer.BIAS_KEY, bias);
    }
    INDArray weights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    Nd4j.gemm(input.castTo(weights.dataType()), delta, weights, true, false, 1.0, 0.0);
    gradient.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY, weights);
    return new Pair<>(gradient, null);
  }

  @Override
  public void clear() {
    super.clear();
    kept = null;
    keptInput = null;
  }
}
