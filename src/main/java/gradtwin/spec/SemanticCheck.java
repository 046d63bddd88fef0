package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Moment;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.init.Constant;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.Nesterovs;
import gradtwin.twin.optimizer.Optimizer;
import gradtwin.twin.optimizer.Sgd;
import gradtwin.yaml.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Looks for what a legal file hardly means, and warns at the line: one method per {@link
 * Suspicion}. It runs when everything else was read without a fault.
 */
final class SemanticCheck {
  private static final Set<String> ADAPTIVE =
      Set.of("adam", "amsGrad", "adaMax", "nadam", "rmsProp");
  private static final double LONG_ADAPTIVE_STEP = 0.1;

  /** Of learning rate times the square of a feature; about 2 is the bound for the worst case. */
  private static final double LONG_STEP = 100;

  private final Fields root;
  private final Experiment experiment;
  private final List<LayerSpec> layers;

  /**
   * @param root the whole file
   */
  SemanticCheck(Fields root, Experiment experiment) {
    this.root = root;
    this.experiment = experiment;
    this.layers = experiment.network().layers();
  }

  void check() {
    squaredErrorAfterSoftmax();
    reluBeforeSoftmax();
    oneHotSigmoid();
    weightsThatDl4jUsesTwice();
    slopeThatDl4jRounds();
    batchLargerThanData();
    adaptiveStepTooLong();
    stepTooLong();
    equalOrDeadUnits();
    clippedStatistics();
    batchNormalization();
    depthwiseProductOfVectors();
    separableOverOneChannel();
    orthogonalVectors();
    paddingOfOneStep();
  }

  private void warn(Suspicion suspicion, String path, String message) {
    root.warningFrom(path, message, suspicion.explanation(), suspicion.isDeviation());
  }

  private static String path(int layer, String key) {
    return "network.layers[" + layer + "]." + key;
  }

  private void squaredErrorAfterSoftmax() {
    OutputSpec output = experiment.network().output();
    if (output.activation().isSoftmax() && output.loss().word().startsWith("mean")) {
      warn(
          Suspicion.SQUARED_ERROR_AFTER_SOFTMAX,
          path(layers.size() - 1, "loss"),
          output.loss().word()
              + " after softmax learns slowly: its gradient vanishes where the network is"
              + " certain and wrong; crossEntropy does not");
    }
  }

  private void reluBeforeSoftmax() {
    for (int i = 1; i < layers.size(); i++) {
      boolean softmax = layers.get(i).ownActivation().filter(ActivationSpec::isSoftmax).isPresent();
      boolean bare = layers.get(i).ownWeights().isEmpty();
      if (softmax && bare && isRelu(layers.get(i - 1))) {
        warn(
            Suspicion.RELU_BEFORE_SOFTMAX,
            path(i - 1, "activation"),
            "relu right before a softmax hides all negative inputs from it; use identity");
      }
    }
  }

  private static boolean isRelu(LayerSpec layer) {
    return layer.ownActivation().filter(a -> a.twin() instanceof Relu).isPresent();
  }

  private void oneHotSigmoid() {
    OutputSpec output = experiment.network().output();
    int classes = experiment.description().classes().size();
    if (output.activation().twin() instanceof Sigmoid
        && classes > 1
        && experiment.labels().columns() > 1) {
      warn(
          Suspicion.ONE_HOT_SIGMOID,
          path(layers.size() - 1, "activation"),
          "sigmoid judges each of the "
              + classes
              + " classes alone, but an example has exactly one; softmax with crossEntropy knows"
              + " that");
    }
  }

  private void weightsThatDl4jUsesTwice() {
    boolean weighted =
        experiment.data().source() instanceof Source.Csv csv && csv.weight().isPresent();
    boolean once =
        experiment.network().output() instanceof Loss loss
            && !loss.loss().word().equals("squaredHinge")
            && experiment.labels().columns() > 1
            && !hasBatchOfOne();
    if (weighted && !once) {
      warn(
          Suspicion.WEIGHTS_THAT_DL4J_USES_TWICE,
          "data.weight",
          "DL4J uses weights other than 0 and 1 twice here; the twin does not");
    }
  }

  /** Wherever in a layer it stands: an activation may be one of several, or of a layer inside. */
  private void slopeThatDl4jRounds() {
    if (experiment.precision() != Precision.FLOAT64) {
      return;
    }
    Map<String, String> values = new LinkedHashMap<>();
    root.values().forEach(entry -> values.put(entry.path(), entry.value()));
    values.forEach(
        (path, value) -> {
          String activation = path.replaceAll("\\.type$", "");
          boolean rounded =
              (value.equals("leakyRelu") && isRounded(values.get(activation + ".alpha")))
                  || (value.equals("relu")
                      && isRounded(values.get(activation + ".negativeSlope"))
                      && Double.parseDouble(values.get(activation + ".threshold")) == 0);
          if (rounded) {
            warn(
                Suspicion.SLOPE_THAT_DL4J_ROUNDS,
                activation,
                "DL4J's backward pass rounds this slope to float32, its forward pass does not");
          }
        });
  }

  private static boolean isRounded(String alpha) {
    double slope = Double.parseDouble(alpha);
    return (float) slope != slope;
  }

  private void batchLargerThanData() {
    int examples = experiment.description().trainingExamples();
    int batch = experiment.data().batchSize();
    if (batch > examples && root.has("data", "batchSize")) {
      warn(
          Suspicion.BATCH_LARGER_THAN_DATA,
          "data.batchSize",
          "there are only " + examples + " training examples: each epoch is a single step");
    }
  }

  private void adaptiveStepTooLong() {
    OptimizerSpec optimizer = experiment.training().optimizer();
    double rate = optimizer.twin().at(new Moment(0, 0)).learningRate();
    if (ADAPTIVE.contains(optimizer.word()) && rate >= LONG_ADAPTIVE_STEP) {
      warn(
          Suspicion.ADAPTIVE_STEP_TOO_LONG,
          "training.optimizer.learningRate",
          String.format(
              Locale.ROOT,
              "every weight moves by about %s per step with %s, as far as weights are large at the"
                  + " start",
              rate,
              optimizer.word()));
    }
  }

  private void stepTooLong() {
    LayerSpec first = layers.get(0);
    LayerRules rules = first.rules(experiment.training());
    boolean scaled = first instanceof BatchNormalization || first.lookupTable().isPresent();
    boolean asTraining =
        rules.weights().equals(experiment.training().optimizer().twin())
            && rules.normalization() instanceof GradientNormalization.None;
    double largest = experiment.description().largestFeature();
    double rate = steadyRate(experiment.training().optimizer().twin().at(new Moment(0, 0)));
    double product = rate * largest * largest;
    if (!scaled && asTraining && product > LONG_STEP) {
      warn(
          Suspicion.STEP_TOO_LONG,
          "training.optimizer.learningRate",
          String.format(
              Locale.ROOT,
              "features are as large as %.3g, and steps of %.3g times the gradient overshoot: rate x"
                  + " feature^2 is %.3g, and about 2 is stable; standardize the features",
              largest,
              rate,
              product));
    }
  }

  /** What a step is to a gradient that stays the same; 0 if its size does not matter. */
  private static double steadyRate(Optimizer optimizer) {
    if (optimizer instanceof Nesterovs nesterovs) {
      return nesterovs.learningRate() / (1 - nesterovs.momentum());
    }
    return optimizer instanceof Sgd sgd ? sgd.learningRate() : 0;
  }

  private void equalOrDeadUnits() {
    for (int i = 0; i < layers.size() - 1; i++) {
      Optional<Constant> constant = sharedStart(layers.get(i));
      if (constant.isEmpty()) {
        continue;
      }
      Weights weights = layers.get(i).ownWeights().orElseThrow();
      if (constant.get().value() == 0
          && isRelu(layers.get(i))
          && !(weights.bias() && weights.initialBias() > 0)) {
        warn(
            Suspicion.DEAD_UNITS,
            path(i, "initializer"),
            "relu over weights of 0 passes no gradient: these units never learn");
        continue;
      }
      OptionalInt above = equalReader(i);
      if (above.isPresent()) {
        warn(
            Suspicion.EQUAL_UNITS,
            path(i, "initializer"),
            String.format(
                "these units start equal, and layer %d reads them all with one weight: they stay"
                    + " equal, and the layer acts as one unit",
                above.getAsInt()));
      }
    }
  }

  /**
   * The one value of all weights of a layer whose units share their inputs, so that only their
   * weights tell them apart.
   */
  private static Optional<Constant> sharedStart(LayerSpec layer) {
    boolean shared =
        !(layer instanceof ElementWiseMultiplication)
            && !(layer instanceof DepthwiseConvolution)
            && layer.lookupTable().isEmpty();
    return layer
        .ownWeights()
        .filter(weights -> shared && weights.weightNoise().isEmpty())
        .map(weights -> weights.initializer().twin())
        .filter(Constant.class::isInstance)
        .map(Constant.class::cast);
  }

  /** The layer that reads the outputs of one, if it starts with one weight for all of them. */
  private OptionalInt equalReader(int layer) {
    int above = layer + 1;
    while (above < layers.size() && treatsUnitsAlike(layers.get(above))) {
      above++;
    }
    boolean equal = above < layers.size() && sharedStart(layers.get(above)).isPresent();
    return equal ? OptionalInt.of(above) : OptionalInt.empty();
  }

  /** Whether equal channels leave it equal, with equal gradients: not so behind a dropout. */
  private static boolean treatsUnitsAlike(LayerSpec layer) {
    return layer instanceof Activation
        || layer instanceof BatchNormalization
        || layer instanceof GlobalPooling
        || layer instanceof WindowPooling;
  }

  private void clippedStatistics() {
    boolean inherited =
        !(experiment.training().gradientNormalization().twin()
            instanceof GradientNormalization.None);
    for (int i = 0; i < layers.size(); i++) {
      boolean normalizes =
          layers.get(i) instanceof BatchNormalization layer
              && layer.training().gradientNormalization().isEmpty()
              && inherited;
      boolean centres =
          layers.get(i) instanceof CenterLossOutput
              && !(layers.get(i).rules(experiment.training()).normalization()
                  instanceof GradientNormalization.None);
      if (normalizes || centres) {
        warn(
            Suspicion.CLIPPED_STATISTICS,
            path(i, "gradientNormalization"),
            "DL4J takes the steps of the "
                + (centres ? "centres" : "running mean and variance")
                + " for gradients, and gradientNormalization changes them too; the twin's does not");
      }
    }
  }

  private void batchNormalization() {
    List<Shape> shapes = experiment.shapes();
    for (int i = 0; i < layers.size(); i++) {
      if (!(layers.get(i) instanceof BatchNormalization)) {
        continue;
      }
      if (isOneRow(shapes.get(i)) && hasBatchOfOne()) {
        warn(
            Suspicion.LONE_BATCH_NORMALIZATION,
            "data.batchSize",
            "DL4J cannot normalize a batch of one row, and fails in training; the twin can");
      }
      if (i > 0 && addsUselessBias(layers.get(i - 1))) {
        warn(
            Suspicion.BIAS_BEFORE_BATCH_NORMALIZATION,
            path(i - 1, "type"),
            "the batch normalization behind it takes its bias away again; set bias: false");
      }
      if (experiment.data().source() instanceof Source.CsvSequence && shapes.get(i).rank() == 2) {
        warn(
            Suspicion.PADDED_BATCH_NORMALIZATION,
            path(i, "type"),
            "DL4J counts the steps that shorter sequences lack in the mean and the variance; the"
                + " twin does not");
      }
    }
  }

  private void depthwiseProductOfVectors() {
    List<Shape> shapes = experiment.shapes();
    for (int i = 0; i < layers.size(); i++) {
      Optional<SlidingKernel> kernel = singleDepthwiseKernel(layers.get(i));
      if (kernel.isEmpty() || isSeparableOverOneChannel(i)) {
        continue;
      }
      Window window = kernel.get().window();
      boolean onePixel = window.over(shapes.get(i)).count() == 1 && hasBatchOfOne();
      boolean oneWeight = shapes.get(i).size(0) == 1 && window.kernel().equals(List.of(1, 1));
      int weights = window.kernel().stream().reduce(1, (a, b) -> a * b);
      boolean asManyWindows =
          shapes.get(i).size(0) == 1 && hasBatchWith(window.over(shapes.get(i)).count(), weights);
      if (onePixel || oneWeight || asManyWindows) {
        warn(
            Suspicion.DEPTHWISE_PRODUCT_OF_VECTORS,
            path(i, "type"),
            "DL4J fails where a depthwise convolution has one weight, one window in a batch of one"
                + " example, or over one channel as many weights as windows; convolution2d does"
                + " not");
      }
    }
  }

  private void separableOverOneChannel() {
    for (int i = 0; i < layers.size(); i++) {
      if (isSeparableOverOneChannel(i)) {
        warn(
            Suspicion.SEPARABLE_OVER_ONE_CHANNEL,
            path(i, "type"),
            "over one channel DL4J leaves out the second, pointwise convolution, or fails; the twin"
                + " does not; use convolution2d");
      }
    }
  }

  private void orthogonalVectors() {
    List<Shape> shapes = experiment.shapes();
    for (int i = 0; i < layers.size(); i++) {
      boolean orthogonal =
          layers
              .get(i)
              .ownWeights()
              .filter(weights -> weights.initializer().word().equals("orthogonal"))
              .isPresent();
      boolean vectors =
          layers.get(i) instanceof ElementWiseMultiplication
              || shapes.get(i).size(0) == 1
              || shapes.get(i + 1).size(0) == 1;
      if (orthogonal && vectors) {
        warn(
            Suspicion.ORTHOGONAL_VECTORS,
            path(i, "initializer"),
            "DL4J may fail to draw an orthogonal matrix of one row or column, or never end; the twin"
                + " does not");
      }
    }
  }

  private boolean isSeparableOverOneChannel(int layer) {
    return layers.get(layer) instanceof SeparableConvolution
        && experiment.shapes().get(layer).size(0) == 1;
  }

  /** The kernels of a layer that has one for each channel. */
  private static Optional<SlidingKernel> singleDepthwiseKernel(LayerSpec layer) {
    if (layer instanceof DepthwiseConvolution depthwise && depthwise.depthMultiplier() == 1) {
      return Optional.of(depthwise.kernel());
    }
    return layer instanceof SeparableConvolution separable && separable.depthMultiplier() == 1
        ? Optional.of(separable.kernel())
        : Optional.empty();
  }

  private void paddingOfOneStep() {
    List<Shape> shapes = experiment.shapes();
    for (int i = 1; i < layers.size(); i++) {
      Shape input = shapes.get(i);
      boolean oneStep = input.rank() == 2 && input.size(1) == 1;
      LayerSpec below = layers.get(i - 1) instanceof Frozen f ? f.layer() : layers.get(i - 1);
      if (layers.get(i) instanceof ZeroPadding
          && below instanceof Bidirectional
          && oneStep
          && hasBatchOfOne()) {
        warn(
            Suspicion.PADDING_OF_ONE_STEP,
            path(i, "type"),
            "DL4J fails where a bidirectional layer below this one has one step of one example");
      }
    }
  }

  /** Whether an example is one row, rather than several steps or pixels. */
  private static boolean isOneRow(Shape shape) {
    return shape.rank() == 1 || (shape.rank() == 2 && shape.size(1) == 1);
  }

  /** Whether some batch has one example, as far as that is known before the data are split. */
  private boolean hasBatchOfOne() {
    int examples = experiment.description().trainingExamples();
    int size = experiment.data().batchSize();
    boolean split = experiment.data().validationFraction() > 0;
    return size == 1 || (!split && examples % size == 1);
  }

  /** Whether some batch has so many windows in all, each example having some of them. */
  private boolean hasBatchWith(int windowsOfExample, int windows) {
    int examples = experiment.description().trainingExamples();
    int size = experiment.data().batchSize();
    return windows == Math.min(size, examples) * windowsOfExample
        || windows == (examples % size) * windowsOfExample;
  }

  private static boolean addsUselessBias(LayerSpec layer) {
    boolean straight = layer.ownActivation().filter(a -> a.twin() instanceof Identity).isPresent();
    return straight && layer.ownWeights().filter(Weights::bias).isPresent();
  }
}
