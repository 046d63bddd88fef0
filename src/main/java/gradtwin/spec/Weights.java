package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.WeightNoiseLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;

/**
 * What layers with weights and a bias have in common.
 *
 * <pre>{@code
 * initializer: heNormal
 * bias: true
 * initialBias: 0.1
 * regularization: {l2: 1e-4}
 * weightNoise: {type: dropConnect, rate: 0.5}
 * }</pre>
 *
 * @param initializer of the weights
 * @param bias whether there is one
 * @param initialBias the value that each bias starts at
 * @param regularization on weights and bias
 * @param weightNoise on the weights while training, if there is any
 * @param training how they are trained
 */
record Weights(
    InitializerSpec initializer,
    boolean bias,
    double initialBias,
    RegularizationSpec regularization,
    Optional<WeightNoiseSpec> weightNoise,
    LayerTraining training) {
  static Weights read(Fields fields) {
    return read(fields, true);
  }

  /**
   * For a layer whose bias is not what one expects by default.
   *
   * @param biasByDefault whether there is one unless the file says otherwise
   */
  static Weights read(Fields fields, boolean biasByDefault) {
    return new Weights(
        initializer(fields),
        bias(fields, biasByDefault),
        initialBias(fields),
        regularization(fields),
        Optional.empty(),
        LayerTraining.read(fields));
  }

  /** For a layer whose twin is made {@link #noisy}. */
  static Weights readNoisy(Fields fields) {
    Weights weights = read(fields);
    return weights.withNoise(
        fields.optionalWord("weightNoise", "on the weights while training", WeightNoiseSpec.WORDS));
  }

  /** The same for weights whose axes are not [in, out], see {@link LayerTraining#incoming()}. */
  Weights withIncoming(List<Integer> axes) {
    return new Weights(
        initializer, bias, initialBias, regularization, weightNoise, training.withIncoming(axes));
  }

  private Weights withNoise(Optional<WeightNoiseSpec> noise) {
    return new Weights(initializer, bias, initialBias, regularization, noise, training);
  }

  /**
   * For a layer that always has a bias.
   *
   * @param training how DL4J lets its parameters be trained
   */
  static Weights readBiased(Fields fields, Function<Fields, LayerTraining> training) {
    return new Weights(
        initializer(fields),
        true,
        initialBias(fields),
        regularization(fields),
        Optional.empty(),
        training.apply(fields));
  }

  /** For a layer that always has a bias, and its own rule for what it starts at. */
  static Weights readWithOwnBias(Fields fields) {
    return new Weights(
        initializer(fields),
        true,
        0,
        regularization(fields),
        Optional.empty(),
        LayerTraining.read(fields));
  }

  /**
   * For a layer that DL4J computes as a SameDiff graph: an initializer without parameters, and
   * biases that start at 0.
   */
  static Weights readOfSameDiff(Fields fields) {
    return readOfSameDiff(fields, true);
  }

  /** The same for a layer whose bias is not what one expects by default. */
  static Weights readOfSameDiff(Fields fields, boolean biasByDefault) {
    InitializerSpec initializer = namedInitializer(fields);
    return ofSameDiff(
        fields,
        initializer,
        bias(fields, biasByDefault),
        LayerTraining.readOfSameDiff(fields, true));
  }

  /** The same for a layer that has no biases. */
  static Weights readOfSameDiffWithoutBias(Fields fields) {
    InitializerSpec initializer = namedInitializer(fields);
    return ofSameDiff(fields, initializer, false, LayerTraining.readOfSameDiff(fields, false));
  }

  private static Weights ofSameDiff(
      Fields fields, InitializerSpec initializer, boolean bias, LayerTraining training) {
    RegularizationSpec regularization = regularization(fields);
    if (!regularization.isNone()) {
      fields.deviation(
          "regularization",
          "DL4J 1.0.0-M2.1 leaves the penalty of this layer out of its score"
              + " (AbstractLayer.calcRegularizationScore is 0 and SameDiffLayer has no other),"
              + " though its steps follow it; the twin has both");
    }
    return new Weights(initializer, bias, 0, regularization, Optional.empty(), training);
  }

  private static InitializerSpec namedInitializer(Fields fields) {
    InitializerSpec initializer = initializer(fields);
    if (SameDiffWords.of(initializer).isEmpty()) {
      fields.error(
          "initializer",
          "expected an initializer without parameters here, as DL4J 1.0.0-M2.1 takes only the name"
              + " of one for this layer, got '"
              + initializer.word()
              + "'");
    }
    return initializer;
  }

  private static InitializerSpec initializer(Fields fields) {
    return fields.word(
        "initializer",
        "distribution of the initial weights",
        InitializerSpec.WORDS,
        "glorotUniform");
  }

  private static boolean bias(Fields fields, boolean byDefault) {
    return fields.flag("bias", "whether each neuron has one", byDefault);
  }

  private static double initialBias(Fields fields) {
    return fields.number("initialBias", "value each bias starts at", Range.ANY, 0);
  }

  private static RegularizationSpec regularization(Fields fields) {
    return fields.sectionOrDefaults(
        "regularization", "what pulls towards zero", RegularizationSpec::read);
  }

  /** The same for weights that start otherwise. */
  Weights withInitializer(InitializerSpec other) {
    return new Weights(other, bias, initialBias, regularization, weightNoise, training);
  }

  /** Sets everything but the bias flag, which DL4J keeps per class. */
  void applyTo(BaseLayer.Builder<?> builder, LayerContext context) {
    builder.weightInit(initializer.toDl4j());
    builder.biasInit(initialBias);
    builder.regularization(regularization.weightsToDl4j());
    builder.regularizationBias(regularization.biasToDl4j());
    weightNoise.ifPresent(noise -> builder.weightNoise(noise.toDl4j()));
    training.applyTo(builder, context.training());
  }

  /** The same on a layer of {@link #readOfSameDiff}. */
  void applyTo(SameDiffLayer layer, LayerContext context) {
    layer.setWeightInit(SameDiffWords.of(initializer).orElseThrow());
    layer.setRegularization(regularization.weightsToDl4j());
    layer.setRegularizationBias(regularization.biasToDl4j());
    training.applyTo(layer, context.training());
  }

  /**
   * Freshly drawn weights.
   *
   * @param which of the layer's parameters they are, from 0
   */
  Parameter weights(String key, Shape shape, Fans fans, LayerContext context, int which) {
    Tensor values = Tensor.zeros(shape);
    initializer.twin().fill(values, context.initialization(), context.initialization(which), fans);
    return new Parameter(key, values, Parameter.Role.WEIGHT, regularization.weights());
  }

  /** The bias of so many units, if there is one. */
  Optional<Parameter> bias(String key, int units) {
    if (!bias) {
      return Optional.empty();
    }
    Tensor values = Tensor.zeros(Shape.of(units));
    values.fill(initialBias);
    return Optional.of(new Parameter(key, values, Parameter.Role.BIAS, regularization.bias()));
  }

  /** A layer that was made with these weights, with their noise if there is any. */
  ActivatedLayer noisy(ActivatedLayer layer, LayerContext context) {
    return weightNoise
        .<ActivatedLayer>map(
            noise -> WeightNoiseLayer.over(layer, noise.twin(), context.seed(), context.index()))
        .orElse(layer);
  }

  /** Why the initializer cannot make weights of such a shape, if it cannot. */
  Optional<String> misfit(Shape weights) {
    return initializer.misfit(weights);
  }
}
