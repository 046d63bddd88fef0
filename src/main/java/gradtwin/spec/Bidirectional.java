package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.LayerRules;
import gradtwin.twin.layer.BidirectionalLayer;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Two recurrent layers, one in each direction; by hand: {@link BidirectionalLayer}.
 *
 * <pre>{@code
 * - type: bidirectional
 *   mode: concat
 *   layer: {type: lstm, units: 64}
 * }</pre>
 *
 * @param layer of each direction
 * @param mode how the outputs of the two become one
 */
public record Bidirectional(RecurrentSpec layer, BidirectionalLayer.Mode mode)
    implements RecurrentSpec {
  static Bidirectional read(Fields fields) {
    return new Bidirectional(
        RecurrentSpec.read(
            fields,
            RecurrentSpec::isCell,
            "simpleRnn, lstm or gravesLstm",
            "; lastTimeStep and maskZero stand around bidirectional, since DL4J's Bidirectional"
                + " throws around LastTimeStep (1.0.0-M2.1)"),
        fields.oneOf("mode", "how the two outputs become one", BidirectionalLayer.Mode.CONCAT));
  }

  @Override
  public String word() {
    return "bidirectional";
  }

  @Override
  public String detail() {
    return layer.word() + ", " + mode.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return layer.misfit(input);
  }

  @Override
  public Optional<String> deviationOfMask() {
    return layer instanceof SimpleRnn
        ? Optional.empty()
        : Optional.of(
            "DL4J 1.0.0-M2.1 hands "
                + layer.word()
                + " no mask (LSTM.feedForwardMaskArray drops it): going back, it reads the padding"
                + " of a shorter sequence first; the twin does not; use simpleRnn");
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape one = layer.outputShape(input);
    return mode == BidirectionalLayer.Mode.CONCAT ? Shape.of(2 * one.size(0), one.size(1)) : one;
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return layer.parameterAxes(key.substring(1), input); // behind a letter for the direction
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional(
        switch (mode) {
          case CONCAT -> org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional.Mode.CONCAT;
          case ADD -> org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional.Mode.ADD;
          case MULTIPLY -> org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional.Mode.MUL;
          case AVERAGE -> org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional.Mode.AVERAGE;
        },
        layer.toDl4j(context));
  }

  @Override
  public BidirectionalLayer toTwin(LayerContext context) {
    return new BidirectionalLayer(
        layer.toTwin(context.part(0)), layer.toTwin(context.part(1)), mode);
  }

  @Override
  public LayerRules rules(TrainingSpec training) {
    return layer.rules(training);
  }
}
