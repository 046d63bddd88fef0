package gradtwin.spec;

import gradtwin.tensor.DropoutMask;
import gradtwin.tensor.Shape;
import gradtwin.twin.layer.DropoutLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Optional;

/**
 * Drops elements at random while training; by hand: {@link DropoutLayer}.
 *
 * <pre>{@code
 * - type: dropout
 *   rate: 0.5
 * }</pre>
 *
 * @param rate the probability of dropping an element, from 0 to below 1. DL4J asks for the
 *     probability of keeping it, and takes 0 for "off".
 */
public record Dropout(double rate) implements LayerSpec {
  static Dropout read(Fields fields) {
    return new Dropout(
        fields.number("rate", "probability of dropping an element", Range.FRACTION, 0.5));
  }

  @Override
  public String word() {
    return "dropout";
  }

  @Override
  public String detail() {
    return "rate " + rate;
  }

  @Override
  public Optional<String> unfreezable() {
    return Optional.of("expected a layer with parameters, got 'dropout'; leave it out instead");
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.DropoutLayer(
        new org.deeplearning4j.nn.conf.dropout.Dropout(1 - rate));
  }

  @Override
  public DropoutLayer toTwin(LayerContext context) {
    return new DropoutLayer(new DropoutMask(context.seed(), context.index(), rate));
  }
}
