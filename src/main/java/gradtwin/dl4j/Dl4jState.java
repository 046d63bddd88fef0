package gradtwin.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Everything that training changes in one network, as it was at one moment. */
public final class Dl4jState {
  private final MultiLayerNetwork network;
  private final INDArray parameters;
  private final Optional<INDArray> updater;
  private final int iteration;
  private final int epoch;

  Dl4jState(MultiLayerNetwork network) {
    this.network = network;
    this.parameters = network.params().dup();
    this.updater = Optional.ofNullable(network.updaterState()).map(INDArray::dup);
    this.iteration = network.getIterationCount();
    this.epoch = network.getEpochCount();
  }

  /** Puts the network back into this state, bit for bit. */
  public void restore() {
    if (!parameters.isEmpty()) {
      network.setParams(parameters);
    }
    updater.ifPresent(state -> network.updaterState().assign(state));
    network.setIterationCount(iteration);
    network.setEpochCount(epoch);
  }
}
