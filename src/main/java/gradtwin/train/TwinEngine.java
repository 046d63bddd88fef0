package gradtwin.train;

import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Npy;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.Update;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The network by hand as an engine.
 *
 * <p>A model is a NumPy archive: the parameters as {@code layer0.W}, {@code layer0.b}, ..., the
 * optimizer's memory of each as {@code layer0.W.optimizer0}, ..., {@code iteration} and {@code
 * epoch}.
 */
final class TwinEngine implements Engine {
  private static final String ITERATION = "iteration";
  private static final String EPOCH = "epoch";

  private final Network network;
  private final Update update;
  private long iteration;
  private int epoch;

  private TwinEngine(Network network, Update update) {
    this.network = network;
    this.update = update;
  }

  static TwinEngine create(Experiment experiment) {
    return new TwinEngine(experiment.toTwin(), experiment.toTwinUpdate());
  }

  static TwinEngine load(Experiment experiment, Path model) throws IOException {
    Map<String, Tensor> saved;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(model))) {
      saved = Npy.readArchive(in);
    }
    TwinEngine engine = create(experiment);
    Map<String, Tensor> expected = engine.state();
    if (!saved.keySet().equals(expected.keySet())) {
      throw new IOException(
          model
              + " holds the model of another configuration: expected the arrays "
              + expected.keySet()
              + ", got "
              + saved.keySet());
    }
    for (Map.Entry<String, Tensor> array : expected.entrySet()) {
      Tensor value = saved.get(array.getKey());
      if (!value.shape().equals(array.getValue().shape())) {
        throw new IOException(
            model
                + " holds the model of another configuration: expected "
                + array.getKey()
                + " of shape "
                + array.getValue().shape()
                + ", got "
                + value.shape());
      }
    }
    engine.restore(saved);
    return engine;
  }

  @Override
  public double train(Batch batch) {
    return network.train(batch, update, new Moment(iteration++, epoch));
  }

  @Override
  public void endEpoch() {
    epoch++;
  }

  @Override
  public long iteration() {
    return iteration;
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
    List<Map<String, Tensor>> copies = new ArrayList<>();
    for (List<Parameter> ofLayer : network.parameters()) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      ofLayer.forEach(parameter -> byKey.put(parameter.key(), parameter.value().copy()));
      copies.add(byKey);
    }
    return copies;
  }

  @Override
  public Snapshot snapshot() {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    state().forEach((name, tensor) -> copies.put(name, tensor.copy()));
    return () -> restore(copies);
  }

  @Override
  public void save(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      Npy.writeArchive(state(), out);
    }
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT64;
  }

  @Override
  public Map<String, String> runtime() {
    return Map.of("arithmetic", MatrixProduct.arithmetic() + ", one thread");
  }

  /** Everything that training changes, live, by its name in a model file. */
  private Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    List<List<Parameter>> parameters = network.parameters();
    List<List<Tensor>> memories = update.states(parameters);
    int index = 0;
    for (int layer = 0; layer < parameters.size(); layer++) {
      for (Parameter parameter : parameters.get(layer)) {
        String name = "layer" + layer + "." + parameter.key();
        state.put(name, parameter.value());
        List<Tensor> memory = memories.get(index++);
        for (int i = 0; i < memory.size(); i++) {
          state.put(name + ".optimizer" + i, memory.get(i));
        }
      }
    }
    state.put(ITERATION, Tensor.vector((double) iteration));
    state.put(EPOCH, Tensor.vector((double) epoch));
    return state;
  }

  private void restore(Map<String, Tensor> saved) {
    state().forEach((name, tensor) -> tensor.overwriteWith(saved.get(name)));
    iteration = (long) saved.get(ITERATION).at(0);
    epoch = (int) saved.get(EPOCH).at(0);
  }
}
