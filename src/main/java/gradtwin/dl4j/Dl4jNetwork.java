package gradtwin.dl4j;

import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.spec.Loss;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link MultiLayerNetwork}, in the conventions of this program.
 *
 * <p>Not safe for use by several threads, as DL4J's network is not.
 */
public final class Dl4jNetwork {
  private final MultiLayerNetwork network;
  private final DataType type;
  private final boolean endsInLossLayer;

  private Dl4jNetwork(MultiLayerNetwork network, Experiment experiment) {
    this.network = network;
    this.type = network.getLayerWiseConfigurations().getDataType();
    List<LayerSpec> layers = experiment.network().layers();
    this.endsInLossLayer = layers.get(layers.size() - 1) instanceof Loss;
  }

  /** A network as the experiment describes it, with the parameters that DL4J draws for its seed. */
  public static Dl4jNetwork create(Experiment experiment) {
    MultiLayerConfiguration configuration = experiment.toDl4j();
    shareMasks(configuration, experiment.seed());
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return new Dl4jNetwork(network, experiment);
  }

  /**
   * A network that was saved, with the state of its updater.
   *
   * @throws IOException if the file cannot be read as a DL4J model
   */
  public static Dl4jNetwork load(Experiment experiment, Path zip) throws IOException {
    MultiLayerNetwork network;
    try {
      network = MultiLayerNetwork.load(zip.toFile(), true);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new IOException("expected a DL4J model, got " + zip + ": " + e.getMessage(), e);
    }
    shareMasks(network.getLayerWiseConfigurations(), experiment.seed());
    return new Dl4jNetwork(network, experiment);
  }

  /**
   * Saves a model that plain DL4J code can load: {@code MultiLayerNetwork.load(file, true)}.
   *
   * @param zip is overwritten
   */
  public void save(Path zip) throws IOException {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    List<IDropout> shared = new ArrayList<>();
    for (int i = 0; i < network.getnLayers(); i++) {
      var layer = configuration.getConf(i).getLayer();
      shared.add(layer.getIDropout());
      if (layer.getIDropout() instanceof SharedDropout dropout) {
        layer.setIDropout(dropout.plain());
      }
    }
    try {
      network.save(zip.toFile(), true);
    } finally {
      for (int i = 0; i < network.getnLayers(); i++) {
        configuration.getConf(i).getLayer().setIDropout(shared.get(i));
      }
    }
  }

  /**
   * Corrects: DL4J's dropout draws from a generator with state, the twin's masks are a function.
   * Replaces each plain {@link Dropout} by one with the shared mask.
   */
  private static void shareMasks(MultiLayerConfiguration configuration, long seed) {
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      var layer = configuration.getConf(i).getLayer();
      if (layer.getIDropout() instanceof Dropout dropout) {
        layer.setIDropout(new SharedDropout(seed, i, dropout.getP()));
      }
    }
  }

  /** The DL4J network itself, for what this class does not offer. */
  MultiLayerNetwork network() {
    return network;
  }

  /** Training steps so far. */
  public long iteration() {
    return network.getIterationCount();
  }

  /** Tells DL4J that an epoch has ended: with steps taken one by one it does not notice. */
  public void endEpoch() {
    network.incrementEpochCount();
  }

  /**
   * One training step.
   *
   * @return the mean loss over the batch before the update, without penalties
   */
  public double train(Batch batch) {
    INDArray x = NdArrays.of(batch.features(), type);
    INDArray y = NdArrays.of(batch.labels(), type);
    double penalty = penalty();
    double loss = endsInLossLayer ? lossOf(x, y, true) : Double.NaN;
    network.fit(x, y);
    return endsInLossLayer ? loss : network.score() - penalty;
  }

  /** The predictions for a batch and their loss, from one forward pass. */
  public Predictions evaluate(Batch batch) {
    INDArray x = NdArrays.of(batch.features(), type);
    int last = network.getnLayers() - 1;
    INDArray arriving = last == 0 ? x : network.feedForwardToLayer(last - 1, x, false).get(last);
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    IOutputLayer output = (IOutputLayer) network.getOutputLayer();
    output.setInput(arriving, workspaces);
    output.setLabels(NdArrays.of(batch.labels(), type));
    double loss = output.computeScore(0, false, workspaces);
    Tensor predictions =
        NdArrays.toTensor(output.activate(false, workspaces), batch.labels().shape());
    network.clearLayersStates();
    return new Predictions(predictions, loss);
  }

  /** The predictions [N, outputs] for features [N, ...]. */
  public Tensor predict(Tensor features) {
    return NdArrays.toTensor(network.output(NdArrays.of(features, type), false));
  }

  /**
   * DL4J's own score of a batch, without penalties: the mean loss.
   *
   * @param training whether dropout drops, with the masks of the current iteration
   */
  public double loss(Batch batch, boolean training) {
    return lossOf(NdArrays.of(batch.features(), type), NdArrays.of(batch.labels(), type), training);
  }

  /**
   * Corrects: DL4J's score contains L1, L2 and weight decay. Also avoids {@code
   * computeGradientAndScore}, whose score is wrong for a LossLayer whose activation goes back in
   * place.
   */
  private double lossOf(INDArray x, INDArray y, boolean training) {
    return network.score(new DataSet(x, y), training) - penalty();
  }

  /** The sum of all L1, L2 and weight decay terms. */
  public double penalty() {
    return network.calcRegularizationScore(true);
  }

  /** The parameters of each layer by key, copied: weights [in, out], bias [out]. */
  public List<Map<String, Tensor>> parameters() {
    List<Map<String, Tensor>> parameters = new ArrayList<>();
    for (Layer layer : network.getLayers()) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      parametersOf(layer).forEach((key, array) -> byKey.put(key, toParameter(array, key)));
      parameters.add(byKey);
    }
    return parameters;
  }

  /** DL4J answers null for some layers without parameters and an empty table for others. */
  private static Map<String, INDArray> parametersOf(Layer layer) {
    Map<String, INDArray> parameters = layer.paramTable();
    return parameters == null ? Map.of() : parameters;
  }

  /** Overwrites the parameters of each layer. */
  public void setParameters(List<Map<String, Tensor>> parameters) {
    for (int i = 0; i < parameters.size(); i++) {
      Layer layer = network.getLayer(i);
      parameters
          .get(i)
          .forEach(
              (key, value) -> {
                INDArray array = layer.getParam(key);
                array.assign(NdArrays.of(value, type).reshape(array.shape()));
              });
    }
  }

  /** A copy of everything that training changes. */
  public Dl4jState state() {
    return new Dl4jState(network);
  }

  /** Overwrites one element of a parameter, given its position in row-major order. */
  public void setParameter(int layer, String key, int position, double value) {
    INDArray array = network.getLayer(layer).getParam(key);
    int[] sizes = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
    array.putScalar(Shape.of(sizes).coordinates(position), value);
  }

  /**
   * The steps of the last training step: what was subtracted from each parameter. DL4J's updater
   * leaves them where the gradient was.
   */
  public List<Map<String, Tensor>> lastSteps() {
    List<Map<String, Tensor>> steps = new ArrayList<>();
    for (int i = 0; i < network.getnLayers(); i++) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      for (String key : parametersOf(network.getLayer(i)).keySet()) {
        byKey.put(key, toParameter(network.gradient().getGradientFor(i + "_" + key), key));
      }
      steps.add(byKey);
    }
    return steps;
  }

  /**
   * The forward and the backward pass with everything on the way kept, in training mode, with the
   * masks of the current iteration. Changes no parameter and counts no step.
   */
  public Backpropagation backpropagate(Batch batch) {
    INDArray x = NdArrays.of(batch.features(), type);
    INDArray y = NdArrays.of(batch.labels(), type);
    double loss = lossOf(x, y, true);
    for (Layer layer : network.getLayers()) {
      // else dropout writes over its input, which is the activation of the layer below; the result
      // is the same either way
      layer.allowInputModification(false);
    }
    network.setInput(x);
    network.setLabels(y);
    List<INDArray> forward = network.feedForward(true, false);
    if (network.getGradientsViewArray() == null && network.numParams() > 0) {
      network.initGradientsView();
    }
    ((IOutputLayer) network.getOutputLayer()).setLabels(y);

    List<Tensor> activations = new ArrayList<>();
    for (INDArray activation : forward.subList(1, forward.size())) {
      activations.add(NdArrays.toTensor(activation));
    }
    List<Tensor> deltas = new ArrayList<>();
    List<Map<String, Tensor>> gradients = new ArrayList<>();
    INDArray delta = null;
    for (int i = network.getnLayers() - 1; i >= 0; i--) {
      Pair<Gradient, INDArray> back =
          network.getLayer(i).backpropGradient(delta, LayerWorkspaceMgr.noWorkspaces());
      delta = back.getSecond();
      deltas.add(0, meanOverBatch(NdArrays.toTensor(delta), batch.size()));
      gradients.add(0, gradientsOf(network.getLayer(i), back.getFirst(), batch.size()));
    }
    network.clearLayersStates();
    return new Backpropagation(loss, penalty(), activations, deltas, gradients);
  }

  private static Map<String, Tensor> gradientsOf(Layer layer, Gradient gradient, int examples) {
    Map<String, Tensor> byKey = new LinkedHashMap<>();
    for (String key : parametersOf(layer).keySet()) {
      byKey.put(key, meanOverBatch(toParameter(gradient.getGradientFor(key), key), examples));
    }
    return byKey;
  }

  /** Corrects: DL4J's gradient is the sum over the batch until its updater divides it. */
  private static Tensor meanOverBatch(Tensor sum, int examples) {
    Tensor mean = sum.copy();
    double[] values = mean.values();
    for (int i = 0; i < values.length; i++) {
      values[i] /= examples;
    }
    return mean;
  }

  /** Corrects: DL4J's weights lie in Fortran order, and its bias is a row [1, n]. */
  private static Tensor toParameter(INDArray array, String key) {
    return key.equals("b")
        ? NdArrays.toTensor(array, Shape.of(Math.toIntExact(array.length())))
        : NdArrays.toTensor(array);
  }

  /** What the numbers depend on besides the configuration, for the record of a run. */
  public Map<String, String> runtime() {
    Map<String, String> runtime = new LinkedHashMap<>();
    var information = Nd4j.getExecutioner().getEnvironmentInformation();
    runtime.put("backend", Nd4j.getBackend().getClass().getSimpleName());
    runtime.put("platform", Loader.getPlatform());
    runtime.put("nativeVariant", nativeVariant());
    runtime.put("blas", String.valueOf(information.get("blas.vendor")));
    runtime.put("ompThreads", String.valueOf(information.get("omp.threads")));
    return runtime;
  }

  private static String nativeVariant() {
    String extension = Loader.loadProperties().getProperty("platform.extension", "");
    return extension.isEmpty() ? "generic" : extension;
  }
}
