package gradtwin.twin.optimizer;

import gradtwin.tensor.Tensor;
import java.util.List;

/**
 * Bounds the gradients of a layer before anything else is done with them. DL4J: {@code
 * org.deeplearning4j.nn.conf.GradientNormalization}.
 */
public interface GradientNormalization {
  /** Overwrites the gradients of one layer's parameters. */
  void apply(List<Tensor> gradients);

  /** Leaves the gradients as they are. */
  record None() implements GradientNormalization {
    @Override
    public void apply(List<Tensor> gradients) {
      // nothing to do
    }
  }

  /**
   * Clips each element.
   *
   * <pre>{@code
   * g = min(max(g, -threshold), threshold)
   * }</pre>
   *
   * <p>Source: Mikolov, "Statistical language models based on neural networks" (2012), section
   * 3.2.2. DL4J: {@code ClipElementWiseAbsoluteValue}.
   *
   * @param threshold above 0
   */
  record ClipValue(double threshold) implements GradientNormalization {
    @Override
    public void apply(List<Tensor> gradients) {
      for (Tensor gradient : gradients) {
        double[] g = gradient.values();
        for (int i = 0; i < g.length; i++) {
          g[i] = Math.min(Math.max(g[i], -threshold), threshold);
        }
      }
    }
  }

  /**
   * Shortens a layer's gradient, taken as one vector, to a length.
   *
   * <pre>{@code
   * g = g * threshold / ||g||   if ||g|| > threshold
   * }</pre>
   *
   * <p>Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural
   * networks", ICML 2013, algorithm 1, per layer. DL4J: {@code ClipL2PerLayer}.
   *
   * @param threshold the greatest length, above 0
   */
  record ClipNorm(double threshold) implements GradientNormalization {
    @Override
    public void apply(List<Tensor> gradients) {
      double norm = norm(gradients);
      if (norm <= threshold) {
        return;
      }
      for (Tensor gradient : gradients) {
        double[] g = gradient.values();
        for (int i = 0; i < g.length; i++) {
          g[i] *= threshold / norm;
        }
      }
    }
  }

  /**
   * Shortens the gradient of each parameter to a length.
   *
   * <pre>{@code
   * g = g * threshold / ||g||   if ||g|| > threshold
   * }</pre>
   *
   * <p>Source: as {@link ClipNorm}, for each parameter alone. DL4J: {@code ClipL2PerParamType}.
   *
   * @param threshold the greatest length, above 0
   */
  record ClipNormPerParameter(double threshold) implements GradientNormalization {
    @Override
    public void apply(List<Tensor> gradients) {
      gradients.forEach(gradient -> new ClipNorm(threshold).apply(List.of(gradient)));
    }
  }

  /**
   * Brings a layer's gradient, taken as one vector, to length 1.
   *
   * <pre>{@code
   * g = g / ||g||
   * }</pre>
   *
   * <p>A gradient of length 0 stays. DL4J: {@code RenormalizeL2PerLayer}, the definition.
   */
  record UnitNorm() implements GradientNormalization {
    @Override
    public void apply(List<Tensor> gradients) {
      double norm = norm(gradients);
      for (Tensor gradient : gradients) {
        double[] g = gradient.values();
        for (int i = 0; i < g.length && norm > 0; i++) {
          g[i] /= norm;
        }
      }
    }
  }

  /**
   * Brings the gradient of each parameter to length 1.
   *
   * <pre>{@code
   * g = g / ||g||
   * }</pre>
   *
   * <p>A gradient of length 0 stays. DL4J: {@code RenormalizeL2PerParamType}, the definition.
   */
  record UnitNormPerParameter() implements GradientNormalization {
    @Override
    public void apply(List<Tensor> gradients) {
      gradients.forEach(gradient -> new UnitNorm().apply(List.of(gradient)));
    }
  }

  private static double norm(List<Tensor> gradients) {
    double squares = 0;
    for (Tensor gradient : gradients) {
      for (double g : gradient.values()) {
        squares += g * g;
      }
    }
    return Math.sqrt(squares);
  }
}
