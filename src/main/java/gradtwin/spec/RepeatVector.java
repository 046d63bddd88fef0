package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.RepeatVectorLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Optional;
import org.deeplearning4j.nn.conf.RNNFormat;

/**
 * A row as a sequence that has it at each step; by hand: {@link RepeatVectorLayer}.
 *
 * <pre>{@code
 * - type: repeatVector
 *   steps: 28
 * }</pre>
 *
 * @param steps of the sequence, at least 1
 */
public record RepeatVector(int steps) implements LayerSpec {
  static RepeatVector read(Fields fields) {
    return new RepeatVector(
        fields.wholeNumber("steps", "of the sequence", Range.between(1, 1_000_000)));
  }

  @Override
  public String word() {
    return "repeatVector";
  }

  @Override
  public String detail() {
    return steps + " steps";
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return input.rank() == 1
        ? Optional.empty()
        : Optional.of("expected a row of features per example, got shape " + input);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.size(0), steps);
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.misc.RepeatVector.Builder<>(steps)
        .dataFormat(RNNFormat.NCW)
        .nIn(context.input().size(0))
        .nOut(context.input().size(0))
        .build();
  }

  @Override
  public RepeatVectorLayer toTwin(LayerContext context) {
    return new RepeatVectorLayer(steps);
  }
}
