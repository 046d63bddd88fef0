package gradtwin.compare.fuzz;

import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import java.util.List;
import java.util.Map;

/** One of the two that compute a forward and a backward pass. */
@FunctionalInterface
interface Side {
  /** Deeplearning4j. */
  Side DL4J =
      (experiment, parameters, batch) -> {
        Dl4jNetwork network = Dl4jNetwork.create(experiment);
        network.setParameters(parameters);
        return network.backpropagate(batch);
      };

  /** The network by hand. */
  Side TWIN =
      (experiment, parameters, batch) ->
          twin(experiment, parameters).backpropagate(batch, Step.training(0));

  /**
   * The network by hand, at given parameters.
   *
   * @param parameters of each layer by key
   */
  static Network twin(Experiment experiment, List<Map<String, Tensor>> parameters) {
    Network network = experiment.toTwin();
    List<List<Parameter>> own = network.parameters();
    for (int layer = 0; layer < own.size(); layer++) {
      for (Parameter parameter : own.get(layer)) {
        parameter.value().overwriteWith(parameters.get(layer).get(parameter.key()));
      }
    }
    return network;
  }

  /**
   * The passes over a batch, from given parameters.
   *
   * @param parameters of each layer by key
   */
  Backpropagation pass(Experiment experiment, List<Map<String, Tensor>> parameters, Batch batch);
}
