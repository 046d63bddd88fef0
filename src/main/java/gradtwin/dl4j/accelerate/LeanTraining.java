package gradtwin.dl4j.accelerate;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes needless work out of a DL4J network that is trained: parts of it are replaced by such as do
 * the same operations on the same memory without doing any twice. Neither its configuration nor its
 * numbers nor a model that is saved tells the difference.
 */
public final class LeanTraining {
  private LeanTraining() {}

  /** Replaces what can be replaced; the parameters and the updater's state stay in their places. */
  public static void install(MultiLayerNetwork network) {
    if (network.numParams() == 0) {
      return;
    }
    INDArray updaterState = network.updaterState();
    for (int i = 0; i < network.getnLayers(); i++) {
      Optional<org.deeplearning4j.nn.layers.BaseLayer<?>> leaner = leaner(network, i);
      if (leaner.isPresent()) {
        network.getLayers()[i] = takingOver(network.getLayer(i), leaner.get());
      }
    }
    network.initGradientsView();
    DirectUpdater updater = new DirectUpdater(network, updaterState);
    FusedAdam.install(updater, network.getLayerWiseConfigurations().getDataType());
    network.setUpdater(updater);
  }

  private static Optional<org.deeplearning4j.nn.layers.BaseLayer<?>> leaner(
      MultiLayerNetwork network, int index) {
    Layer layer = network.getLayer(index);
    NeuralNetConfiguration configuration = layer.conf();
    if (!(configuration.getLayer() instanceof BaseLayer settings)
        || settings.getIDropout() != null
        || settings.getWeightNoise() != null) {
      return Optional.empty();
    }
    DataType type = network.getLayerWiseConfigurations().getDataType();
    if (layer.getClass() == DenseLayer.class && !((DenseLayer) layer).hasLayerNorm()) {
      boolean first =
          index == 0 && network.getLayerWiseConfigurations().getInputPreProcess(0) == null;
      return Optional.of(new OnceDenseLayer(configuration, type, first));
    }
    return layer.getClass() == OutputLayer.class
        ? Optional.of(new OnceOutputLayer(configuration, type))
        : Optional.empty();
  }

  private static Layer takingOver(Layer from, org.deeplearning4j.nn.layers.BaseLayer<?> to) {
    Map<String, INDArray> parameters = from.paramTable();
    to.setIndex(from.getIndex());
    to.setParamsViewArray(from.params());
    to.setParamTable(parameters);
    to.setIterationCount(from.getIterationCount());
    to.setEpochCount(from.getEpochCount());
    return to;
  }
}
