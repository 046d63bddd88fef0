package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.noise.Noise;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Optional;
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
    return new Projection(
        fields.wholeNumber("units", "number of neurons", Range.between(1, 1_000_000)),
        Weights.read(fields));
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

  Layer toTwin(LayerContext context, Activation activation) {
    int in = inputs(context.input());
    Parameter w = weights.weights("W", Shape.of(in, units), new Fans(in, units), context, 0);
    return weights.noisy(new DenseLayer(w, weights.bias("b", units), activation), context);
  }

  Optional<Noise> weightNoise() {
    return weights.weightNoise().map(WeightNoiseSpec::twin);
  }
}
