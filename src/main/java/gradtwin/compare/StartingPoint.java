package gradtwin.compare;

import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Both networks before their first step. DL4J's initial parameters are copied into the twin once;
 * the batches are the first that training would see. For float32 the batches are rounded first, so
 * that both sides start from the very same numbers.
 *
 * @param all batches that training would see
 * @param batches the first of them, at least one
 * @param parameters DL4J's, of each layer by key
 * @param twin with a copy of these parameters
 * @param step the circumstances of the first step
 */
record StartingPoint(
    TrainingBatches all,
    List<Batch> batches,
    Dl4jNetwork dl4j,
    List<Map<String, Tensor>> parameters,
    Network twin,
    Step step) {

  /**
   * Fresh networks and the first batches.
   *
   * @param training the examples that training would use
   * @param batches how many to take, if there are so many
   */
  static StartingPoint of(Experiment experiment, Examples training, int batches) {
    Dl4jNetwork dl4j = Dl4jNetwork.create(experiment);
    List<Map<String, Tensor>> parameters = dl4j.parameters();
    Network twin = experiment.toTwin();
    copyParameters(parameters, twin);
    TrainingBatches all = new TrainingBatches(experiment, training);
    int count = Math.min(batches, all.perEpoch());
    return new StartingPoint(
        all,
        IntStream.range(0, count).mapToObj(all::of).toList(),
        dl4j,
        parameters,
        twin,
        Step.training(dl4j.iteration()));
  }

  private static void copyParameters(List<Map<String, Tensor>> from, Network to) {
    List<List<Parameter>> target = to.parameters();
    for (int layer = 0; layer < from.size(); layer++) {
      for (Parameter parameter : target.get(layer)) {
        parameter.value().overwriteWith(from.get(layer).get(parameter.key()));
      }
    }
  }
}
