package gradtwin.dl4j;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Everything that training changes in one network, as it was at one moment. */
public final class Dl4jState {
  private final MultiLayerNetwork network;
  private final INDArray parameters;
  private final Optional<INDArray> updater;
  private final int iteration;
  private final int epoch;
  private final int[] layerIterations;
  private final int[] layerEpochs;

  Dl4jState(MultiLayerNetwork network) {
    this.network = network;
    this.parameters = network.params().dup();
    this.updater = Optional.ofNullable(network.updaterState()).map(INDArray::dup);
    this.iteration = network.getIterationCount();
    this.epoch = network.getEpochCount();
    this.layerIterations = ofLayers(Layer::getIterationCount);
    this.layerEpochs = ofLayers(Layer::getEpochCount);
  }

  /** Each layer counts for itself, and noise goes by that. */
  private int[] ofLayers(ToIntFunction<Layer> count) {
    return Arrays.stream(network.getLayers()).mapToInt(count).toArray();
  }

  /** Whether parameters and updater hold the same bits as in another state of a network like it. */
  boolean sameNumbers(Dl4jState other) {
    return sameBits(parameters, other.parameters)
        && updater.isPresent() == other.updater.isPresent()
        && updater.map(own -> sameBits(own, other.updater.orElseThrow())).orElse(true);
  }

  /** Arrays of this class lie whole and in order in memory: each is a copy. */
  private static boolean sameBits(INDArray one, INDArray other) {
    return one.isEmpty()
        ? other.isEmpty()
        : Arrays.equals(one.data().asDouble(), other.data().asDouble());
  }

  /** Puts the network back into this state, bit for bit. */
  public void restore() {
    if (!parameters.isEmpty()) {
      network.setParams(parameters);
    }
    updater.ifPresent(state -> network.updaterState().assign(state));
    network.setIterationCount(iteration);
    network.setEpochCount(epoch);
    for (int i = 0; i < layerIterations.length; i++) {
      network.getLayer(i).setIterationCount(layerIterations[i]);
      network.getLayer(i).setEpochCount(layerEpochs[i]);
    }
  }
}
