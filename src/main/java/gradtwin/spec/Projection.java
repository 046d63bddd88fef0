package gradtwin.spec;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.init.Initializer;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/**
 * What a dense and an output layer have in common: weights [in, units] and a bias [units].
 *
 * @param units the number of neurons, at least 1
 * @param initializer of the weights
 * @param bias whether there is one
 * @param initialBias the value that each bias starts at
 * @param regularization on weights and bias
 */
record Projection(
    int units,
    InitializerSpec initializer,
    boolean bias,
    double initialBias,
    RegularizationSpec regularization) {
  static Projection read(Fields fields) {
    return new Projection(
        fields.wholeNumber("units", "number of neurons", Range.between(1, 1_000_000)),
        fields.word(
            "initializer",
            "distribution of the initial weights",
            InitializerSpec.WORDS,
            "glorotUniform"),
        fields.flag("bias", "whether each neuron has one", true),
        fields.number("initialBias", "value each bias starts at", Range.ANY, 0),
        fields.sectionOrDefaults(
            "regularization", "what pulls towards zero", RegularizationSpec::read));
  }

  Optional<String> misfit(Shape input) {
    if (input.rank() != 1) {
      return Optional.of("expected one row of features per example, got shape " + input);
    }
    long weights = (long) input.size(0) * units;
    return weights <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            "expected at most 2^31 - 1 weights, got "
                + weights
                + ": "
                + input.size(0)
                + " inputs times "
                + units
                + " units");
  }

  Shape outputShape() {
    return Shape.of(units);
  }

  /** Sets everything but the activation and the bias flag, which DL4J keeps per class. */
  void applyTo(FeedForwardLayer.Builder<?> builder, LayerContext context) {
    builder.nIn(context.input().size(0)).nOut(units);
    builder.weightInit(initializer.toDl4j());
    builder.biasInit(initialBias);
    regularize(builder, regularization);
    train(builder, context.training());
  }

  private static void regularize(BaseLayer.Builder<?> builder, RegularizationSpec regularization) {
    builder.regularization(regularization.weightsToDl4j());
    builder.regularizationBias(regularization.biasToDl4j());
  }

  private static void train(BaseLayer.Builder<?> builder, TrainingSpec training) {
    builder.updater(training.optimizer().toDl4j());
    builder.gradientNormalization(training.gradientNormalization().dl4j());
    builder.gradientNormalizationThreshold(training.gradientNormalization().threshold());
  }

  DenseLayer toTwin(LayerContext context, Activation activation) {
    int in = context.input().size(0);
    CounterRandom random =
        new CounterRandom(context.seed(), CounterRandom.Stream.INITIALIZATION, context.index());
    Initializer.Fans fans = new Initializer.Fans(in, units);
    Tensor weights = Tensor.zeros(Shape.of(in, units));
    for (int i = 0; i < weights.size(); i++) {
      weights.values()[i] = initializer.twin().draw(random, i, fans);
    }
    Optional<Parameter> biasParameter = Optional.empty();
    if (bias) {
      Tensor values = Tensor.zeros(Shape.of(units));
      Arrays.fill(values.values(), initialBias);
      biasParameter = Optional.of(new Parameter("b", values, regularization.bias()));
    }
    return new DenseLayer(
        new Parameter("W", weights, regularization.weights()), biasParameter, activation);
  }
}
