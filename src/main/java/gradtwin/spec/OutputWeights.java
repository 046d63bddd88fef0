package gradtwin.spec;

import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.WeightedLoss;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How much each output counts in a loss; by hand: {@link WeightedLoss}.
 *
 * <pre>{@code
 * loss: {type: crossEntropy, weights: [1, 1, 5]}
 * }</pre>
 *
 * <p>The only class of this room that makes an array of ND4J: DL4J's losses want the weights as
 * one.
 *
 * @param values one per output, 0 or above; empty if each counts 1
 */
public record OutputWeights(List<Double> values) {
  static final OutputWeights NONE = new OutputWeights(List.of());

  public OutputWeights {
    values = List.copyOf(values);
  }

  static OutputWeights read(Fields fields) {
    return new OutputWeights(
        fields.numbers("weights", "how much each output counts", Range.NOT_NEGATIVE));
  }

  /** Why they cannot be those of so many outputs, if they cannot. */
  Optional<String> misfit(int outputs) {
    return values.isEmpty() || values.size() == outputs
        ? Optional.empty()
        : Optional.of("expected " + outputs + " weights, one per output, got " + values.size());
  }

  Loss toTwin(Loss loss) {
    return values.isEmpty()
        ? loss
        : new WeightedLoss(loss, values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** As DL4J's constructors want them: null if there are none. Starts ND4J. */
  INDArray toDl4j() {
    return values.isEmpty()
        ? null
        : Nd4j.create(
            values.stream().mapToDouble(Double::doubleValue).toArray(),
            new long[] {1, values.size()},
            'c');
  }
}
