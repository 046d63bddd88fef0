package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.LayerNormalizedDenseLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/**
 * What a dense and an output layer have in common: weights [in, units] and a bias [units].
 *
 * <p>An image or a volume is taken as one row; a sequence is taken step by step.
 *
 * @param units the number of neurons, at least 1
 */
record Projection(int units, Weights weights) {
  static Projection read(Fields fields) {
    return read(fields, Weights::readNoisy);
  }

  /** For a layer with its own ways of training. */
  static Projection read(Fields fields, Function<Fields, Weights> weights) {
    return new Projection(
        fields.wholeNumber("units", "number of neurons", Range.between(1, 1_000_000)),
        weights.apply(fields));
  }

  private static boolean isSequence(Shape input) {
    return input.rank() == 2;
  }

  private static int inputs(Shape input) {
    return isSequence(input) ? input.size(0) : input.elements();
  }

  Optional<String> misfit(Shape input) {
    long count = (long) inputs(input) * units;
    return count <= Integer.MAX_VALUE
        ? weights.misfit(Shape.of(inputs(input), units))
        : Optional.of(
            "expected at most 2^31 - 1 weights, got "
                + count
                + ": "
                + inputs(input)
                + " inputs times "
                + units
                + " units");
  }

  Shape outputShape(Shape input) {
    return isSequence(input) ? Shape.of(units, input.size(1)) : Shape.of(units);
  }

  /** Sets everything but the activation and the bias flag, which DL4J keeps per class. */
  void applyTo(FeedForwardLayer.Builder<?> builder, LayerContext context) {
    builder.nIn(inputs(context.input())).nOut(units);
    weights.applyTo(builder, context);
  }

  ActivatedLayer toTwin(LayerContext context, Activation activation) {
    DenseLayer dense = new DenseLayer(matrix(context), weights.bias("b", units), activation);
    return weights.noisy(dense, context);
  }

  /**
   * With layer normalization.
   *
   * @param gain the value that each gain starts at; to DL4J, gains are weights
   */
  ActivatedLayer toNormalizedTwin(LayerContext context, Activation activation, double gain) {
    Tensor gains = Tensor.zeros(Shape.of(units));
    gains.fill(gain);
    Penalty penalty = weights.regularization().weights();
    LayerNormalizedDenseLayer dense =
        new LayerNormalizedDenseLayer(
            matrix(context),
            new Parameter(LayerNormalizedDenseLayer.GAIN, gains, Parameter.Role.WEIGHT, penalty),
            weights.bias("b", units),
            activation);
    return weights.noisy(dense, context);
  }

  private Parameter matrix(LayerContext context) {
    int in = inputs(context.input());
    return weights.weights("W", Shape.of(in, units), new Fans(in, units), context, 0);
  }
}
