package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.List;

/**
 * Divides each pixel of an image by a power of how active it is in the neighbouring channels.
 *
 * <pre>{@code
 * forward   s_i = k + alpha * sum over |j - i| <= n/2 of x_j²        y_i = x_i s_i^-beta
 * backward  dx_i = dy_i s_i^-beta - 2 alpha beta x_i * sum over |j - i| <= n/2 of dy_j y_j / s_j
 * }</pre>
 *
 * <p>Shapes: x and y [N, channels, height, width]; i and j count channels, and those that do not
 * exist add nothing. k is above 0, so that s is; n is a whole number of at least 1, and its half is
 * rounded down; alpha is 0 or above, and not divided by n; beta is above 0. Source: Krizhevsky,
 * Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks" (2012),
 * section 3.3. DL4J: {@code org.deeplearning4j.nn.conf.layers.LocalResponseNormalization}, whose
 * backward pass divides the sum over j by s_i rather than each term by its s_j.
 */
public final class LocalResponseNormalizationLayer implements Layer {
  private final Normalization normalization;

  /** The constants of the formula. */
  public record Normalization(double k, int n, double alpha, double beta) {}

  public LocalResponseNormalizationLayer(Normalization normalization) {
    this.normalization = normalization;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    double beta = normalization.beta();
    Tensor squares = x.zerosLike();
    for (int i = 0; i < x.size(); i++) {
      squares.values()[i] = x.values()[i] * x.values()[i];
    }
    Tensor s = neighbourSum(squares);
    Tensor y = x.zerosLike();
    for (int i = 0; i < x.size(); i++) {
      s.values()[i] = normalization.k() + normalization.alpha() * s.values()[i];
      y.values()[i] = x.values()[i] * Math.pow(s.values()[i], -beta);
    }
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        Tensor quotients = x.zerosLike();
        for (int i = 0; i < x.size(); i++) {
          quotients.values()[i] = dy.values()[i] * y.values()[i] / s.values()[i];
        }
        Tensor dx = neighbourSum(quotients);
        double factor = 2 * normalization.alpha() * beta;
        for (int i = 0; i < x.size(); i++) {
          dx.values()[i] =
              dy.values()[i] * Math.pow(s.values()[i], -beta)
                  - factor * x.values()[i] * dx.values()[i];
        }
        return dx;
      }
    };
  }

  @Override
  public Term formula(Term x, Step step) {
    int reach = normalization.n() / 2;
    Shape shape = x.shape();
    Term neighbours =
        x.square()
            .picked(
                Shape.of(shape.size(0), shape.size(1), 2 * reach + 1, shape.size(2), shape.size(3)),
                at -> {
                  int j = at[1] + at[2] - reach;
                  boolean exists = j >= 0 && j < shape.size(1);
                  return exists ? new int[] {at[0], j, at[3], at[4]} : null;
                });
    Term s = neighbours.sum(2).times(normalization.alpha()).plus(normalization.k());
    return x.times(s.power(-normalization.beta()));
  }

  /** The sum over the channels at most n/2 away, for each element. */
  private Tensor neighbourSum(Tensor terms) {
    int reach = normalization.n() / 2;
    int channels = terms.shape().size(1);
    int plane = terms.columns() / channels;
    Tensor sums = terms.zerosLike();
    for (int n = 0; n < terms.rows(); n++) {
      for (int i = 0; i < channels; i++) {
        int to = (n * channels + i) * plane;
        for (int j = Math.max(0, i - reach); j <= Math.min(channels - 1, i + reach); j++) {
          int from = (n * channels + j) * plane;
          for (int p = 0; p < plane; p++) {
            sums.values()[to + p] += terms.values()[from + p];
          }
        }
      }
    }
    return sums;
  }
}
