package gradtwin.compare;

import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.Update;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A twin with an optimizer of its own, which can be put anywhere and trained from there. */
final class TrainingTwin {
  private final Network network;
  private final Update update;
  private final Precision precision;

  TrainingTwin(Network network, Experiment experiment) {
    this.network = network;
    this.update = new Update(UpdateComparison.rules(experiment));
    this.precision = experiment.precision();
  }

  Network network() {
    return network;
  }

  /** Overwrites the parameters. */
  void put(List<Map<String, Tensor>> parameters) {
    List<List<Parameter>> own = network.parameters();
    for (int layer = 0; layer < own.size(); layer++) {
      for (Parameter parameter : own.get(layer)) {
        parameter.value().overwriteWith(parameters.get(layer).get(parameter.key()));
      }
    }
  }

  /**
   * Overwrites the parameters and what the optimizer remembers of them, as far as it remembers as
   * much: the updater of a parameter may be another kind of optimizer by mistake.
   */
  void put(List<Map<String, Tensor>> parameters, List<Map<String, List<Tensor>>> memory) {
    put(parameters);
    List<Map<String, List<Tensor>>> own = memory();
    for (int layer = 0; layer < own.size(); layer++) {
      for (Map.Entry<String, List<Tensor>> ofParameter : own.get(layer).entrySet()) {
        List<Tensor> from = memory.get(layer).get(ofParameter.getKey());
        for (int i = 0; i < Math.min(from.size(), ofParameter.getValue().size()); i++) {
          ofParameter.getValue().get(i).overwriteWith(from.get(i));
        }
      }
    }
  }

  /**
   * Moves every element that is learned up or down by one unit in the last place of DL4J's type.
   *
   * @param random decides which way
   */
  void nudge(CounterRandom random) {
    int tensor = 0;
    for (List<Parameter> ofLayer : network.parameters()) {
      for (Parameter parameter : ofLayer) {
        double[] w = parameter.value().values();
        for (int i = 0; parameter.isLearned() && i < w.length; i++) {
          double ulp = precision == Precision.FLOAT32 ? Math.ulp((float) w[i]) : Math.ulp(w[i]);
          w[i] += random.uniform(tensor, i) < 0.5 ? -ulp : ulp;
        }
        tensor++;
      }
    }
  }

  /** One step of its own. */
  void train(Batch batch, Moment moment) {
    network.train(batch, update, moment);
  }

  /**
   * One step with the gradient of a place that is one unit in the last place away: what a library
   * that rounds to DL4J's type in every operation might find instead of the gradient here.
   */
  void trainRoughly(Batch batch, Moment moment, CounterRandom random) {
    List<Map<String, Tensor>> here = parameters();
    here.replaceAll(TrainingTwin::copied);
    nudge(random);
    network.backpropagate(batch, Step.training(moment.iteration()));
    put(here);
    apply(moment);
  }

  private static Map<String, Tensor> copied(Map<String, Tensor> byKey) {
    Map<String, Tensor> copied = new LinkedHashMap<>();
    byKey.forEach((key, tensor) -> copied.put(key, tensor.copy()));
    return copied;
  }

  /** The step that follows from the gradients that lie in the parameters. */
  void apply(Moment moment) {
    update.apply(network.parameters(), moment);
  }

  /** Rounds parameters and memory to the type in which DL4J holds them. */
  void round() {
    if (precision == Precision.FLOAT32) {
      for (Map<String, Tensor> byKey : parameters()) {
        byKey.values().forEach(tensor -> tensor.overwriteWith(tensor.roundedToFloat32()));
      }
      for (Map<String, List<Tensor>> byKey : memory()) {
        byKey.values().stream()
            .flatMap(List::stream)
            .forEach(tensor -> tensor.overwriteWith(tensor.roundedToFloat32()));
      }
    }
  }

  /** The parameters of each layer by key, live. */
  List<Map<String, Tensor>> parameters() {
    List<Map<String, Tensor>> parameters = new ArrayList<>();
    for (List<Parameter> ofLayer : network.parameters()) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      ofLayer.forEach(parameter -> byKey.put(parameter.key(), parameter.value()));
      parameters.add(byKey);
    }
    return parameters;
  }

  /** The gradients that the last backward pass left, live; of a statistic its step. */
  List<Map<String, Tensor>> gradients() {
    List<Map<String, Tensor>> gradients = new ArrayList<>();
    for (List<Parameter> ofLayer : network.parameters()) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      ofLayer.forEach(parameter -> byKey.put(parameter.key(), parameter.gradient()));
      gradients.add(byKey);
    }
    return gradients;
  }

  /** What the optimizer remembers of each parameter, live. */
  List<Map<String, List<Tensor>>> memory() {
    List<List<Parameter>> parameters = network.parameters();
    List<List<Tensor>> states = update.states(parameters);
    List<Map<String, List<Tensor>>> memory = new ArrayList<>();
    int index = 0;
    for (List<Parameter> ofLayer : parameters) {
      Map<String, List<Tensor>> byKey = new LinkedHashMap<>();
      for (Parameter parameter : ofLayer) {
        byKey.put(parameter.key(), states.get(index++));
      }
      memory.add(byKey);
    }
    return memory;
  }
}
