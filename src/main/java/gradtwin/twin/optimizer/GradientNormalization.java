package gradtwin.twin.optimizer;

import gradtwin.tensor.Decimals;
import gradtwin.tensor.Tensor;
import java.math.BigDecimal;
import java.util.List;

/**
 * Bounds the gradients of a layer before anything else is done with them. DL4J: {@code
 * org.deeplearning4j.nn.conf.GradientNormalization}.
 */
public interface GradientNormalization {
  /** Overwrites the gradients of one layer's parameters. */
  void apply(List<Tensor> gradients);

  /**
   * The same in decimal numbers, element by element: the witness of {@link #apply}, with which it
   * shares no code.
   *
   * @param gradients of one layer's parameters, which stay as they are
   */
  Elements exactly(List<Tensor> gradients);

  /** The elements of normalized gradients. */
  interface Elements {
    BigDecimal of(int tensor, int position);
  }

  /** Leaves the gradients as they are. */
  record None() implements GradientNormalization {
    @Override
    public void apply(List<Tensor> gradients) {
      // nothing to do
    }

    @Override
    public Elements exactly(List<Tensor> gradients) {
      return (tensor, position) -> Decimals.of(gradients.get(tensor).values()[position]);
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

    @Override
    public Elements exactly(List<Tensor> gradients) {
      BigDecimal limit = Decimals.of(threshold);
      return (tensor, position) ->
          Decimals.of(gradients.get(tensor).values()[position]).min(limit).max(limit.negate());
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

    @Override
    public Elements exactly(List<Tensor> gradients) {
      BigDecimal limit = Decimals.of(threshold);
      return scaled(gradients, length(gradients).max(limit), limit);
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

    @Override
    public Elements exactly(List<Tensor> gradients) {
      return alone(gradients, new ClipNorm(threshold));
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

    @Override
    public Elements exactly(List<Tensor> gradients) {
      BigDecimal length = length(gradients);
      return scaled(gradients, length.signum() == 0 ? BigDecimal.ONE : length, BigDecimal.ONE);
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

    @Override
    public Elements exactly(List<Tensor> gradients) {
      return alone(gradients, new UnitNorm());
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

  /** Each element brought from one length to another. */
  private static Elements scaled(List<Tensor> gradients, BigDecimal from, BigDecimal to) {
    BigDecimal factor = Decimals.quotient(to, from);
    return (tensor, position) ->
        Decimals.product(factor, Decimals.of(gradients.get(tensor).values()[position]));
  }

  /** Each tensor as a layer of its own. */
  private static Elements alone(List<Tensor> gradients, GradientNormalization normalization) {
    List<Elements> each =
        gradients.stream().map(gradient -> normalization.exactly(List.of(gradient))).toList();
    return (tensor, position) -> each.get(tensor).of(0, position);
  }

  /** The length of all tensors as one vector. */
  private static BigDecimal length(List<Tensor> gradients) {
    BigDecimal squares = BigDecimal.ZERO;
    for (Tensor gradient : gradients) {
      for (double g : gradient.values()) {
        squares = Decimals.sum(squares, Decimals.product(Decimals.of(g), Decimals.of(g)));
      }
    }
    return Decimals.root(squares);
  }
}
