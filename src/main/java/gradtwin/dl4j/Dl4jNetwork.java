package gradtwin.dl4j;

import gradtwin.dl4j.accelerate.Acceleration;
import gradtwin.dl4j.accelerate.LeanTraining;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.noise.NoiseSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
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
  private final Experiment experiment;
  private final DataType type;
  private final List<Shape> shapes;
  private List<Dl4jLayer> layers;
  private final boolean endsInLossLayer;
  private Optional<Acceleration> acceleration = Optional.empty();

  /** Whether it does nothing twice in a training step. */
  private boolean lean;

  private final Optional<Dl4jThreads> pinnedThreads;
  private final NativeMemory memory = new NativeMemory();
  private Optional<ThreadTrial.Choice> choice = Optional.empty();

  private Dl4jNetwork(MultiLayerNetwork network, Experiment experiment) {
    this.network = network;
    this.experiment = experiment;
    this.type = network.getLayerWiseConfigurations().getDataType();
    this.shapes = experiment.shapes();
    this.layers = layers(network, experiment);
    this.endsInLossLayer = network.getOutputLayer().numParams() == 0;
    this.pinnedThreads = experiment.training().threads().map(n -> new Dl4jThreads(n, n));
  }

  /**
   * Corrects: DL4J lets every layer but the first write over its input, and dropout does. Where
   * only layers lie below whose output is a view of their input, that is the features themselves,
   * and a second pass would see others. Each training step of DL4J allows it again.
   */
  private void protectFeatures() {
    List<LayerSpec> layers = experiment.network().layers();
    for (int i = 1; i < layers.size() && layers.get(i - 1).outputIsViewOfInput(); i++) {
      network.getLayer(i).allowInputModification(false);
    }
  }

  private static List<Dl4jLayer> layers(MultiLayerNetwork network, Experiment experiment) {
    List<LayerSpec> specs = experiment.network().layers();
    List<Shape> shapes = experiment.shapes();
    Supplier<List<Map<String, Parameter>>> twinParameters =
        memoized(() -> parametersByKey(experiment.toTwin()));
    List<Dl4jLayer> layers = new ArrayList<>();
    boolean stepsAsRows = false;
    for (int i = 0; i < specs.size(); i++) {
      int index = i;
      layers.add(
          new Dl4jLayer(
              network.getLayer(i),
              Optional.ofNullable(network.getLayerWiseConfigurations().getInputPreProcess(i)),
              shapes.get(i),
              shapes.get(i + 1),
              stepsAsRows,
              () -> twinParameters.get().get(index)));
      stepsAsRows = specs.get(i).worksOnRows(shapes.get(i)) && shapes.get(i + 1).rank() == 2;
    }
    return layers;
  }

  /** Asks once, when it is first needed: drawing parameters takes time. */
  private static <T> Supplier<T> memoized(Supplier<T> source) {
    List<T> answer = new ArrayList<>();
    return () -> {
      if (answer.isEmpty()) {
        answer.add(source.get());
      }
      return answer.get(0);
    };
  }

  private static List<Map<String, Parameter>> parametersByKey(Network twin) {
    List<Map<String, Parameter>> parameters = new ArrayList<>();
    for (List<Parameter> ofLayer : twin.parameters()) {
      Map<String, Parameter> byKey = new LinkedHashMap<>();
      ofLayer.forEach(parameter -> byKey.put(parameter.key(), parameter));
      parameters.add(byKey);
    }
    return parameters;
  }

  /**
   * A network as the experiment describes it, with the parameters that DL4J draws for its seed. All
   * of it is computed by DL4J, whatever {@code training.accelerate} says, until {@link
   * #accelerate}.
   */
  public static Dl4jNetwork create(Experiment experiment) {
    MultiLayerConfiguration configuration = experiment.toDl4j();
    shareNoise(configuration, experiment);
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
    shareNoise(network.getLayerWiseConfigurations(), experiment);
    return new Dl4jNetwork(network, experiment);
  }

  /**
   * Saves a model that plain DL4J code can load: {@code MultiLayerNetwork.load(file, true)}.
   *
   * @param zip is overwritten
   */
  public void save(Path zip) throws IOException {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    makePlain(configuration);
    try {
      network.save(zip.toFile(), true);
    } finally {
      shareNoise(configuration, experiment);
    }
  }

  /**
   * Corrects: DL4J's noise draws from a generator with state, the twin's is a function. Replaces
   * DL4J's own by the shared one.
   */
  private static void shareNoise(MultiLayerConfiguration configuration, Experiment experiment) {
    List<LayerSpec> layers = experiment.network().layers();
    long seed = experiment.seed();
    for (int i = 0; i < layers.size(); i++) {
      int index = i;
      var layer = configuration.getConf(i).getLayer();
      layers
          .get(i)
          .noise()
          .map(noise -> NoiseSource.ofLayer(noise, seed, index))
          .ifPresent(noise -> layer.setIDropout(new SharedNoise(layer.getIDropout(), noise)));
      if (layer instanceof BaseLayer base) {
        layers
            .get(i)
            .weightNoise()
            .map(noise -> new SharedWeightNoise(base.getWeightNoise(), noise, seed, index))
            .ifPresent(base::setWeightNoise);
      }
    }
  }

  /** Puts DL4J's own noise back. */
  private static void makePlain(MultiLayerConfiguration configuration) {
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      var layer = configuration.getConf(i).getLayer();
      if (layer.getIDropout() instanceof SharedNoise shared) {
        layer.setIDropout(shared.plain());
      }
      if (layer instanceof BaseLayer base && base.getWeightNoise() instanceof SharedWeightNoise n) {
        base.setWeightNoise(n.plain());
      }
    }
  }

  /**
   * From now on computes as training does: if {@code training.accelerate} is set, this program
   * computes in DL4J's place the layers for which it has a faster way, and does nothing twice once
   * it is given {@link #over examples to train on}.
   *
   * @return this
   */
  public Dl4jNetwork accelerate() {
    if (experiment.training().accelerate() && acceleration.isEmpty()) {
      acceleration = Optional.of(Acceleration.of(network));
    }
    return this;
  }

  /** The numbers of the layers that are computed in DL4J's place, as far as DL4J asks for it. */
  public List<Integer> acceleratedLayers() {
    return acceleration.map(Acceleration::layers).orElse(List.of());
  }

  /**
   * Of these, the numbers of the layers for which it was done so far: not where steps are masked.
   */
  public List<Integer> layersComputedInDl4jsPlace() {
    return acceleration.map(Acceleration::busyLayers).orElse(List.of());
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

  /** Pretends that training has come to a moment: it selects masks and values of schedules. */
  public void goTo(Moment moment) {
    int iteration = Math.toIntExact(moment.iteration());
    network.setIterationCount(iteration);
    network.setEpochCount(moment.epoch());
    for (Layer layer : network.getLayers()) { // which know it only after a training step
      layer.setIterationCount(iteration);
      layer.setEpochCount(moment.epoch());
    }
  }

  /** A batch as DL4J's arrays; a mask that there is none of is null. */
  private record DataArrays(
      INDArray features, INDArray labels, INDArray featureMask, INDArray labelMask) {}

  private DataArrays arrays(Batch batch) {
    begin(threads());
    protectFeatures();
    return new DataArrays(
        NdArrays.of(batch.features(), type),
        NdArrays.of(batch.labels(), type),
        orNull(batch.featureMask()),
        orNull(batch.labelMask()));
  }

  /**
   * Before a pass: ND4J's settings are the whole program's, and another network may have others.
   */
  private void begin(Dl4jThreads threads) {
    memory.look();
    threads.use();
    useOwnType();
  }

  /** One, unless the user wants more: only a trial can tell whether more leave the same bits. */
  private Dl4jThreads threads() {
    return pinnedThreads.orElse(Dl4jThreads.ONE);
  }

  /**
   * Corrects: some of DL4J's code makes arrays of ND4J's default type, whatever that of the network
   * is ({@code TimeSeriesUtils.pullLastTimeSteps}, {@code LossMultiLabel}, {@code LossFMeasure},
   * {@code LossMixtureDensity}): it fails in a float64 network or loses half of its digits, unless
   * the default is float64 too.
   */
  private void useOwnType() {
    Nd4j.setDefaultDataTypes(type, type);
  }

  private INDArray orNull(Optional<Tensor> mask) {
    return mask.map(m -> NdArrays.of(m, type)).orElse(null);
  }

  /**
   * One training step.
   *
   * @return the mean loss over the batch before the update, without penalties
   */
  public double train(Batch batch) {
    return train(arrays(batch));
  }

  private double train(DataArrays arrays) {
    double penalty = penalty();
    double loss = endsInLossLayer ? lossOf(arrays, true) : Double.NaN;
    acceleration.ifPresent(layers -> layers.wantDeltaOfFeatures(false));
    try {
      network.fit(arrays.features(), arrays.labels(), arrays.featureMask(), arrays.labelMask());
    } finally {
      acceleration.ifPresent(layers -> layers.wantDeltaOfFeatures(true));
    }
    return endsInLossLayer ? loss : network.score() - penalty;
  }

  /** From now on does nothing twice in a training step; the bits stay the same. */
  void leaveOutNeedlessWork() {
    LeanTraining.install(network);
    layers = layers(network, experiment);
    lean = true;
  }

  /**
   * Examples to train on, which are gathered without a copy. Tries on how many threads their
   * batches are trained the fastest, and leaves the network's numbers as they were. If it computes
   * as training does, needless work is left out from now on, among it the gradient with respect to
   * the features.
   *
   * @param batchSize of all batches but the last of an epoch
   */
  public Dl4jExamples over(Examples examples, int batchSize) {
    if (acceleration.isPresent() && !lean) {
      leaveOutNeedlessWork();
    }
    return new Dl4jExamples(this, examples, batchSize);
  }

  BatchArrays batchArrays(Examples examples, int size) {
    return new BatchArrays(examples, size, type);
  }

  /** One training step, as {@link #train(Batch)}. */
  double train(BatchArrays batch) {
    return train(batch, threads());
  }

  double train(BatchArrays batch, Dl4jThreads threads) {
    begin(threads);
    protectFeatures();
    return train(
        new DataArrays(batch.features(), batch.labels(), batch.featureMask(), batch.labelMask()));
  }

  private long largestArray(BatchArrays batch) {
    long examples = batch.features().size(0);
    long values = shapes.stream().mapToLong(Shape::elements).max().orElseThrow();
    return Math.max(network.numParams(), examples * values);
  }

  /** As many as the user wants, or else as many as train a batch the fastest. */
  Dl4jThreads chooseThreads(Supplier<BatchArrays> firstBatch) {
    if (pinnedThreads.isPresent()) {
      return pinnedThreads.get();
    }
    BatchArrays batch = firstBatch.get();
    if (!Dl4jThreads.wouldSplit(largestArray(batch))) {
      return Dl4jThreads.ONE;
    }
    choice = Optional.of(ThreadTrial.choose(this, Dl4jThreads.most(), t -> train(batch, t)));
    return choice.get().threads();
  }

  /** The predictions for a batch and their loss, from one forward pass. */
  public Predictions evaluate(Batch batch) {
    DataArrays arrays = arrays(batch);
    network.setLayerMaskArrays(arrays.featureMask(), arrays.labelMask());
    int last = network.getnLayers() - 1;
    INDArray arriving =
        last == 0
            ? arrays.features()
            : network.feedForwardToLayer(last - 1, arrays.features(), false).get(last);
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    InputPreProcessor preprocessor = network.getLayerWiseConfigurations().getInputPreProcess(last);
    IOutputLayer output = (IOutputLayer) network.getOutputLayer();
    output.setInput(
        preprocessor == null
            ? arriving
            : preprocessor.preProcess(arriving, batch.size(), workspaces),
        workspaces);
    output.setLabels(arrays.labels());
    double loss = output.computeScore(0, false, workspaces);
    output.setMaskArray(null); // else it sets predictions to 0 whose label is masked
    Tensor predictions =
        NdArrays.toTensor(
            output.activate(false, workspaces), shapes.get(last + 1).batchOf(batch.size()));
    network.clearLayersStates();
    network.clearLayerMaskArrays();
    return new Predictions(predictions, loss);
  }

  /**
   * The predictions [N, outputs, ...] for features [N, ...].
   *
   * @param mask of sequences, see {@link Batch#featureMask()}
   */
  public Tensor predict(Tensor features, Optional<Tensor> mask) {
    begin(threads());
    return NdArrays.toTensor(
        network.output(NdArrays.of(features, type), false, orNull(mask), null));
  }

  /**
   * DL4J's own score of a batch, without penalties: the mean loss.
   *
   * @param training whether dropout drops, with the masks of the current iteration
   */
  public double loss(Batch batch, boolean training) {
    return lossOf(arrays(batch), training);
  }

  /**
   * Corrects: DL4J's score contains L1, L2 and weight decay. Also avoids {@code
   * computeGradientAndScore}, whose score is wrong for a LossLayer whose activation goes back in
   * place.
   */
  private double lossOf(DataArrays arrays, boolean training) {
    DataSet data =
        new DataSet(arrays.features(), arrays.labels(), arrays.featureMask(), arrays.labelMask());
    return network.score(data, training) - penalty();
  }

  /** The sum of all L1, L2 and weight decay terms. */
  public double penalty() {
    return network.calcRegularizationScore(true);
  }

  /** The parameters of each layer by key, copied: weights [in, out], bias [out]. */
  public List<Map<String, Tensor>> parameters() {
    List<Map<String, Tensor>> parameters = new ArrayList<>();
    for (Dl4jLayer layer : layers) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      layer
          .parameterArrays()
          .forEach((key, array) -> byKey.put(key, layer.toParameter(key, array)));
      parameters.add(byKey);
    }
    return parameters;
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

  /**
   * What the updaters remember of each parameter, copied: first and second moments or what takes
   * their place, in the shape of the parameter; an empty list where nothing is remembered.
   */
  public List<Map<String, List<Tensor>>> memory() {
    List<Map<String, List<Tensor>>> memory = new ArrayList<>();
    UpdaterMemory ofUpdaters = new UpdaterMemory(network);
    for (Dl4jLayer layer : layers) {
      Map<String, List<Tensor>> byKey = new LinkedHashMap<>();
      layer
          .parameterArrays()
          .forEach(
              (key, view) ->
                  byKey.put(
                      key,
                      ofUpdaters.of(view).stream()
                          .map(array -> layer.toParameter(key, array))
                          .toList()));
      memory.add(byKey);
    }
    return memory;
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
   * leaves them where the gradient was; a frozen parameter, which has none, should not have moved.
   */
  public List<Map<String, Tensor>> lastSteps() {
    List<Map<String, Tensor>> steps = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Dl4jLayer layer = layers.get(i);
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      for (Map.Entry<String, INDArray> parameter : layer.parameterArrays().entrySet()) {
        String key = parameter.getKey();
        INDArray step = network.gradient().getGradientFor(i + "_" + key);
        byKey.put(
            key,
            layer.toParameter(key, step == null ? Nd4j.zerosLike(parameter.getValue()) : step));
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
    DataArrays arrays = arrays(batch);
    double loss = lossOf(arrays, true);
    prepare(batch.size());
    network.setInput(arrays.features());
    network.setLayerMaskArrays(arrays.featureMask(), null);
    List<INDArray> forward = network.feedForward(true, false);
    // only now, else the output layer sets predictions to 0 whose label is masked
    labelLastLayer(arrays);

    List<Tensor> activations = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      activations.add(layers.get(i).output(forward.get(i + 1), batch.size()));
    }
    List<Tensor> deltas = new ArrayList<>();
    List<Map<String, Tensor>> gradients = new ArrayList<>();
    INDArray delta = null;
    for (int i = layers.size() - 1; i >= 0; i--) {
      Dl4jLayer.Back back = layers.get(i).backward(delta, batch.size());
      delta = back.array();
      deltas.add(0, back.delta());
      gradients.add(0, back.gradients());
    }
    forget();
    return new Backpropagation(loss, penalty(), activations, deltas, gradients);
  }

  /** Before passes whose every array is looked at. */
  private void prepare(int examples) {
    for (Layer layer : network.getLayers()) {
      // else dropout writes over its input, which is the activation of the layer below; the result
      // is the same either way
      layer.allowInputModification(false);
    }
    network.setInputMiniBatchSize(examples);
    if (network.getGradientsViewArray() == null && network.numParams() > 0) {
      network.initGradientsView();
    }
  }

  /** Lets go of everything that passes have left in the layers. */
  private void forget() {
    network.clearLayersStates();
    network.clearLayerMaskArrays();
  }

  /**
   * What goes into the functions at the end of some layers, in a forward pass of training: z where
   * the layer's output is {@code y = f(z)}. DL4J keeps it to itself, so it is asked for the output
   * with the identity in place of f.
   *
   * @param layers numbers of layers that end in a function
   * @return z by the number of the layer; none for a layer whose function is a node of a SameDiff
   *     graph
   */
  public Map<Integer, Tensor> preActivations(Batch batch, Collection<Integer> layers) {
    DataArrays arrays = arrays(batch);
    prepare(batch.size());
    network.setInput(arrays.features());
    network.setLayerMaskArrays(arrays.featureMask(), null);
    network.feedForward(true, false);
    Map<Integer, Tensor> before = new LinkedHashMap<>();
    for (int index : layers) {
      Layer layer = network.getLayer(index);
      if (!(layer.conf().getLayer() instanceof BaseLayer configuration)) {
        continue;
      }
      IActivation function = configuration.getActivationFn();
      configuration.setActivationFn(new ActivationIdentity());
      try {
        INDArray z = layer.activate(true, LayerWorkspaceMgr.noWorkspaces());
        before.put(index, this.layers.get(index).output(z, batch.size()));
      } finally {
        configuration.setActivationFn(function);
      }
    }
    forget();
    return before;
  }

  /**
   * The forward and the backward pass of one layer alone, in training mode, with the noise of the
   * current iteration. Changes no parameter and counts no step.
   *
   * @param batch what the whole network would be given; the last layer takes its labels
   * @param input what arrives at the layer: [N, ...]
   * @param mask which steps of sequences are there as they arrive: [N, T]
   * @param delta the gradient of the mean loss with respect to the layer's output: [N, ...]; empty
   *     for the last layer
   */
  public IsolatedLayer isolated(
      int layer, Batch batch, Tensor input, Optional<Tensor> mask, Optional<Tensor> delta) {
    int examples = input.rows();
    DataArrays arrays = arrays(batch);
    Dl4jLayer alone = layers.get(layer);
    boolean last = layer == layers.size() - 1;
    if (last == delta.isPresent()) {
      throw new IllegalArgumentException(
          "expected a delta for every layer but the last, got "
              + (last ? "one for the last" : "none for layer " + layer));
    }
    prepare(examples);
    OptionalDouble loss = OptionalDouble.empty();
    if (last) { // in a pass of its own, as of the whole network
      mask.ifPresent(steps -> alone.passMask(steps, type));
      loss = OptionalDouble.of(isolatedLoss(alone.arriving(input, type), arrays));
      forget();
    }
    Optional<Tensor> leaving = mask.flatMap(steps -> alone.passMask(steps, type));
    INDArray y =
        alone.layer().activate(alone.arriving(input, type), true, LayerWorkspaceMgr.noWorkspaces());
    Tensor output = alone.output(y, examples);
    if (last) {
      labelLastLayer(arrays);
    }
    Dl4jLayer.Back back =
        alone.backward(delta.map(dy -> alone.delta(dy, y, type)).orElse(null), examples);
    forget();
    return new IsolatedLayer(
        output,
        leaving,
        loss,
        alone.layer().calcRegularizationScore(true),
        back.delta(),
        back.gradients());
  }

  private double isolatedLoss(INDArray arriving, DataArrays arrays) {
    labelLastLayer(arrays);
    network.getOutputLayer().setInput(arriving, LayerWorkspaceMgr.noWorkspaces());
    return ((IOutputLayer) network.getOutputLayer())
        .computeScore(0, true, LayerWorkspaceMgr.noWorkspaces());
  }

  private void labelLastLayer(DataArrays arrays) {
    network.setLayerMaskArrays(null, arrays.labelMask());
    ((IOutputLayer) network.getOutputLayer()).setLabels(arrays.labels());
  }

  /** What the numbers depend on besides the configuration, for the record of a run. */
  public Map<String, String> runtime() {
    Map<String, String> runtime = new LinkedHashMap<>();
    var information = Nd4j.getExecutioner().getEnvironmentInformation();
    runtime.put("backend", Nd4j.getBackend().getClass().getSimpleName());
    runtime.put("platform", Loader.getPlatform());
    runtime.put("nativeVariant", nativeVariant());
    runtime.put("blas", String.valueOf(information.get("blas.vendor")));
    runtime.put("blasKernels", System.getenv().getOrDefault("OPENBLAS_CORETYPE", "its own choice"));
    Dl4jThreads threads = choice.map(ThreadTrial.Choice::threads).orElseGet(this::threads);
    runtime.put("threads", Integer.toString(threads.operations()));
    runtime.put("blasThreads", Integer.toString(threads.products()));
    choice.ifPresent(chosen -> runtime.put("threadTrial", chosen.why()));
    runtime.put(
        "steps", acceleration.isPresent() ? "nothing done twice, the same bits" : "DL4J's own");
    return runtime;
  }

  /** Which of the natives that were there was loaded: its folder is named after it. */
  private static String nativeVariant() {
    String folder =
        Path.of(Loader.getLoadedLibraries().getOrDefault("jnind4jcpu", ""))
            .toAbsolutePath()
            .getParent()
            .getFileName()
            .toString();
    String extension = folder.replace(Loader.getPlatform(), "");
    return extension.isEmpty() ? "generic" : extension.substring(1);
  }
}
