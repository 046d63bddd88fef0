package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.NoiseLayer;
import gradtwin.twin.noise.AlphaDropout;
import gradtwin.twin.noise.Dropout;
import gradtwin.twin.noise.GaussianDropout;
import gradtwin.twin.noise.GaussianNoise;
import gradtwin.twin.noise.Noise;
import gradtwin.twin.noise.NoiseSource;
import gradtwin.twin.noise.SpatialDropout;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;

/**
 * Changes what passes through it at random while training; by hand: {@link NoiseLayer} with a kind
 * of {@link Noise}.
 *
 * <pre>{@code
 * - type: dropout
 *   rate: 0.5
 * - type: gaussianNoise
 *   standardDeviation: 0.1
 * }</pre>
 *
 * <p>The rate is the probability of dropping an element, from 0 to below 1. DL4J asks most of its
 * classes for the probability of keeping it instead, and takes 0 for "off".
 *
 * @param word as the file writes it
 * @param detail its parameter
 * @param twin the noise by hand
 * @param dl4j makes DL4J's
 */
public record NoiseSpec(String word, String detail, Noise twin, Supplier<IDropout> dl4j)
    implements LayerSpec {
  private static final String ELEMENT = "probability of dropping an element";

  static NoiseSpec dropout(Fields fields) {
    double rate = rate(fields, ELEMENT, 0.5);
    return of(
        "dropout",
        rate,
        new Dropout(rate),
        () -> new org.deeplearning4j.nn.conf.dropout.Dropout(1 - rate));
  }

  static NoiseSpec alphaDropout(Fields fields) {
    double rate = rate(fields, ELEMENT, 0.05);
    return of(
        "alphaDropout",
        rate,
        new AlphaDropout(rate),
        () -> new org.deeplearning4j.nn.conf.dropout.AlphaDropout(1 - rate));
  }

  static NoiseSpec gaussianDropout(Fields fields) {
    double rate = rate(fields, "that of a dropout whose factors vary as much", 0.5);
    return of(
        "gaussianDropout",
        rate,
        new GaussianDropout(rate),
        () -> new org.deeplearning4j.nn.conf.dropout.GaussianDropout(rate));
  }

  static NoiseSpec gaussianNoise(Fields fields) {
    double deviation = fields.number("standardDeviation", "of what is added", Range.POSITIVE, 0.1);
    return new NoiseSpec(
        "gaussianNoise",
        "deviation " + deviation,
        new GaussianNoise(deviation),
        () -> new org.deeplearning4j.nn.conf.dropout.GaussianNoise(deviation));
  }

  static NoiseSpec spatialDropout(Fields fields) {
    double rate = rate(fields, "probability of dropping a channel", 0.5);
    return of(
        "spatialDropout",
        rate,
        new SpatialDropout(rate),
        () -> new org.deeplearning4j.nn.conf.dropout.SpatialDropout(1 - rate));
  }

  private static double rate(Fields fields, String help, double fallback) {
    return fields.number("rate", help, Range.FRACTION, fallback);
  }

  private static NoiseSpec of(String word, double rate, Noise twin, Supplier<IDropout> dl4j) {
    return new NoiseSpec(word, "rate " + rate, twin, dl4j);
  }

  @Override
  public Optional<String> unfreezable() {
    return Optional.of(
        "expected a layer with parameters, got '" + word + "'; leave it out instead");
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return twin instanceof SpatialDropout && input.rank() < 2
        ? Optional.of(
            "expected channels at several positions (a sequence, an image or a volume), got shape "
                + input
                + "; use dropout")
        : Optional.empty();
  }

  /** Whatever the noise is, and in predictions too. */
  @Override
  public Optional<String> misfitOfMask() {
    return Optional.of(
        "expected sequences of one length, got shorter ones with a mask: DL4J multiplies it as a"
            + " column and throws (DropoutLayer.activate in 1.0.0-M2.1); put the noise behind"
            + " lastTimeStep or globalPooling");
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Optional<Noise> noise() {
    return Optional.of(twin);
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new DropoutLayer(dl4j.get());
  }

  @Override
  public NoiseLayer toTwin(LayerContext context) {
    return new NoiseLayer(NoiseSource.ofLayer(twin, context.seed(), context.index()));
  }
}
