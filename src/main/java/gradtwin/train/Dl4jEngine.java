package gradtwin.train;

import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A DL4J network as an engine. A model is a DL4J zip that plain DL4J code can load. */
final class Dl4jEngine implements Engine {
  private final Dl4jNetwork network;
  private final Experiment experiment;

  private Dl4jEngine(Dl4jNetwork network, Experiment experiment) {
    this.network = network.accelerate();
    this.experiment = experiment;
  }

  static Dl4jEngine create(Experiment experiment) {
    return new Dl4jEngine(Dl4jNetwork.create(experiment), experiment);
  }

  static Dl4jEngine load(Experiment experiment, Path model) throws IOException {
    return new Dl4jEngine(Dl4jNetwork.load(experiment, model), experiment);
  }

  @Override
  public double train(Batch batch) {
    return network.train(batch);
  }

  @Override
  public void endEpoch() {
    network.endEpoch();
  }

  @Override
  public long iteration() {
    return network.iteration();
  }

  @Override
  public Predictions evaluate(Batch batch) {
    return network.evaluate(batch);
  }

  @Override
  public Tensor predict(Tensor features, Optional<Tensor> mask) {
    return network.predict(features, mask);
  }

  @Override
  public List<Map<String, Tensor>> parameters() {
    return network.parameters();
  }

  @Override
  public Snapshot snapshot() {
    return network.state()::restore;
  }

  @Override
  public void save(Path file) throws IOException {
    network.save(file);
  }

  @Override
  public Precision precision() {
    return experiment.precision();
  }

  @Override
  public Map<String, String> runtime() {
    Map<String, String> runtime = new LinkedHashMap<>(network.runtime());
    runtime.put("accelerated", accelerated());
    return runtime;
  }

  /** {@code 0 convolution2d, 2 lstm}. */
  private String accelerated() {
    String layers =
        network.acceleratedLayers().stream()
            .map(layer -> layer + " " + experiment.network().layers().get(layer).word())
            .collect(Collectors.joining(", "));
    return layers.isEmpty() ? "none" : layers;
  }
}
