package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.LocalResponseNormalizationLayer;
import gradtwin.twin.layer.LocalResponseNormalizationLayer.Normalization;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;

/**
 * Divides each pixel by a power of how active it is in the neighbouring channels; by hand: {@link
 * LocalResponseNormalizationLayer}.
 *
 * <pre>{@code
 * - type: localResponseNormalization
 *   n: 5
 *   alpha: 0.0001
 * }</pre>
 *
 * @param k what the sum of squares is added to, above 0
 * @param n the width of the neighbourhood in channels, at least 1
 * @param alpha what a square counts, 0 or above
 * @param beta the power, above 0
 */
public record LocalResponseNormalization(double k, int n, double alpha, double beta)
    implements LayerSpec {
  static LocalResponseNormalization read(Fields fields) {
    LocalResponseNormalization read =
        new LocalResponseNormalization(
            fields.number("k", "what the sum of squares is added to", Range.POSITIVE, 2),
            fields.wholeNumber("n", "channels of a neighbourhood", Range.between(1, 1_000_000), 5),
            fields.number("alpha", "what a square counts", Range.NOT_NEGATIVE, 1e-4),
            fields.number("beta", "the power that divides", Range.POSITIVE, 0.75));
    if (read.n > 1 && read.alpha > 0) {
      fields.deviation(
          "alpha",
          "DL4J's backward pass divides what comes from neighbouring channels by the wrong sum"
              + " (LocalResponseNormalization.backpropGradient in 1.0.0-M2.1): its gradient is"
              + " wrong in proportion to alpha; the twin's is right");
    }
    return read;
  }

  @Override
  public String word() {
    return "localResponseNormalization";
  }

  @Override
  public String detail() {
    return "over " + n;
  }

  @Override
  public Optional<String> misfit(Shape input) {
    if (input.rank() != 3) {
      return Optional.of("expected an image [channels, height, width], got shape " + input);
    }
    return n / 2 < input.size(0)
        ? Optional.empty()
        : Optional.of(
            "expected more channels than half of n, which is "
                + n
                + ", as DL4J asks for that, got shape "
                + input);
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.LocalResponseNormalization.Builder()
        .k(k)
        .n(n)
        .alpha(alpha)
        .beta(beta)
        .dataFormat(CNN2DFormat.NCHW)
        .build();
  }

  @Override
  public LocalResponseNormalizationLayer toTwin(LayerContext context) {
    return new LocalResponseNormalizationLayer(new Normalization(k, n, alpha, beta));
  }
}
