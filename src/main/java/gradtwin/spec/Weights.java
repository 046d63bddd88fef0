package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.WeightNoiseLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

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
    return new Weights(
        fields.word(
            "initializer",
            "distribution of the initial weights",
            InitializerSpec.WORDS,
            "glorotUniform"),
        fields.flag("bias", "whether each neuron has one", true),
        fields.number("initialBias", "value each bias starts at", Range.ANY, 0),
        fields.sectionOrDefaults(
            "regularization", "what pulls towards zero", RegularizationSpec::read),
        fields.optionalWord("weightNoise", "on the weights while training", WeightNoiseSpec.WORDS),
        LayerTraining.read(fields));
  }

  /** Sets everything but the bias flag, which DL4J keeps per class. For weights [in, out]. */
  void applyTo(BaseLayer.Builder<?> builder, LayerContext context) {
    applyAllButTraining(builder);
    training.applyTo(builder, context.training());
  }

  /**
   * Sets everything but the bias flag, which DL4J keeps per class.
   *
   * @param axes of the weights along which the vectors lie whose norms may be constrained
   */
  void applyTo(BaseLayer.Builder<?> builder, LayerContext context, List<Integer> axes) {
    applyAllButTraining(builder);
    training.applyTo(builder, context.training(), axes);
  }

  private void applyAllButTraining(BaseLayer.Builder<?> builder) {
    builder.weightInit(initializer.toDl4j());
    builder.biasInit(initialBias);
    builder.regularization(regularization.weightsToDl4j());
    builder.regularizationBias(regularization.biasToDl4j());
    weightNoise.ifPresent(noise -> builder.weightNoise(noise.toDl4j()));
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
  Layer noisy(Layer layer, LayerContext context) {
    return weightNoise
        .<Layer>map(
            noise -> WeightNoiseLayer.over(layer, noise.twin(), context.seed(), context.index()))
        .orElse(layer);
  }

  /** Why the initializer cannot make weights of such a shape, if it cannot. */
  Optional<String> misfit(Shape weights) {
    return initializer.misfit(weights);
  }
}
