package gradtwin.dl4j;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The functions that DL4J's layers call on their way: activations, losses, and their derivatives,
 * each on its own. They are the network's very objects.
 *
 * <p>Each sees rows of features, one for each position of an example, as DL4J's layers hand them
 * over.
 */
public final class Dl4jFunctions {
  private final Dl4jNetwork network;

  public Dl4jFunctions(Dl4jNetwork network) {
    this.network = network;
  }

  private BaseLayer configuration(int layer) {
    return (BaseLayer) network.network().getLayer(layer).conf().getLayer();
  }

  private IActivation activation(int layer) {
    return configuration(layer).getActivationFn();
  }

  private INDArray rows(Tensor tensor) {
    DataType type = network.network().getLayerWiseConfigurations().getDataType();
    return NdArrays.of(Positions.toRows(tensor), type);
  }

  /**
   * The way back through the function at the end of a layer: dz, given dy.
   *
   * @param z [N, ...]
   */
  public Tensor backward(int layer, Tensor z, Tensor dy) {
    INDArray dz = activation(layer).backprop(rows(z), rows(dy)).getFirst();
    return Positions.fromRows(NdArrays.toTensor(dz), z.shape());
  }

  /** The gradient of the mean loss with respect to z, which the last layer's function sees. */
  public Tensor lossGradient(Tensor z, Batch batch) {
    int last = network.network().getnLayers() - 1;
    INDArray sum =
        loss(last).computeGradient(rows(batch.labels()), rows(z), activation(last), mask(z, batch));
    Tensor mean = NdArrays.toTensor(sum);
    for (int i = 0; i < mean.size(); i++) {
      mean.values()[i] /= batch.size();
    }
    return Positions.fromRows(mean, z.shape());
  }

  /**
   * The loss of each example alone: [N].
   *
   * @param z [N, ...] which the last layer's function sees
   */
  public Tensor losses(Tensor z, Batch batch) {
    int last = network.network().getnLayers() - 1;
    Tensor losses = Tensor.zeros(Shape.of(batch.size()));
    for (int n = 0; n < batch.size(); n++) {
      Batch alone = batch.slice(n, n + 1);
      Tensor seen = z.rowsCopied(n, n + 1);
      losses.values()[n] =
          loss(last)
              .computeScore(
                  rows(alone.labels()), rows(seen), activation(last), mask(seen, alone), false);
    }
    return losses;
  }

  private ILossFunction loss(int layer) {
    BaseLayer configuration = configuration(layer);
    if (configuration instanceof BaseOutputLayer output) {
      return output.getLossFn();
    } else if (configuration instanceof LossLayer loss) {
      return loss.getLossFn();
    } else if (configuration instanceof RnnLossLayer loss) {
      return loss.getLossFn();
    } else if (configuration instanceof CnnLossLayer loss) {
      return loss.getLossFn();
    } else if (configuration instanceof Cnn3DLossLayer loss) {
      return loss.getLossFn();
    }
    throw new IllegalArgumentException(
        "expected a layer with a loss, got " + configuration.getClass().getSimpleName());
  }

  /** A factor for each row, or for each output of each row; null, as DL4J has it, if all count. */
  private INDArray mask(Tensor z, Batch batch) {
    int rows = Positions.toRows(z).rows();
    return batch
        .labelMask()
        .map(mask -> mask.size() == rows ? mask.reshaped(Shape.of(rows, 1)) : mask)
        .map(this::rows)
        .orElse(null);
  }
}
