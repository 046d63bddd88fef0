package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.EmbeddingLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/**
 * What the layers that look up rows of weights have in common. The initializer sees one input, so
 * that the size of the vocabulary does not matter to it.
 *
 * @param vocabularySize how many rows there are, at least 1: indices are below it
 * @param units the length of a row, at least 1
 */
record LookupTable(int vocabularySize, int units, Weights weights) {
  private static final int INPUTS = 1;

  static LookupTable read(Fields fields) {
    Range size = Range.between(1, 100_000_000);
    int vocabulary = fields.wholeNumber("vocabularySize", "indices run from 0 to below it", size);
    int units = fields.wholeNumber("units", "length of a row", Range.between(1, 1_000_000));
    long count = (long) vocabulary * units;
    if (count > Integer.MAX_VALUE) {
      fields.error(
          "vocabularySize",
          "expected at most 2^31 - 1 weights, got "
              + count
              + ": "
              + vocabulary
              + " rows of "
              + units
              + " units");
    }
    Weights weights = Weights.read(fields, false);
    if (count <= Integer.MAX_VALUE) {
      weights
          .misfit(Shape.of(vocabulary, units))
          .ifPresent(reason -> fields.error("initializer", reason));
    }
    return new LookupTable(vocabulary, units, weights);
  }

  /** Why these features, which the table is to be looked up for, cannot be, if they cannot. */
  Optional<String> misfit(Tensor features) {
    for (double value : features.values()) {
      if (value != Math.rint(value) || value < 0 || value >= vocabularySize) {
        return Optional.of(
            "expected features that are indices, whole numbers from 0 to "
                + (vocabularySize - 1)
                + " (vocabularySize "
                + vocabularySize
                + "), got "
                + value
                + (value == Math.rint(value) ? "" : "; data.standardize: false leaves them alone"));
      }
    }
    return Optional.empty();
  }

  /** Sets everything but the activation and the bias flag, which DL4J keeps per class. */
  void applyTo(FeedForwardLayer.Builder<?> builder, LayerContext context) {
    builder.nIn(vocabularySize).nOut(units);
    weights.applyTo(builder, context);
  }

  EmbeddingLayer toTwin(LayerContext context, Activation activation) {
    Shape shape = Shape.of(vocabularySize, units);
    Parameter w = weights.weights("W", shape, new Fans(INPUTS, units), context, 0);
    return new EmbeddingLayer(w, weights.bias("b", units), activation);
  }
}
