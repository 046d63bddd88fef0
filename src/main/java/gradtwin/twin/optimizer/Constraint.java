package gradtwin.twin.optimizer;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * What a parameter is brought back to after each step. DL4J: {@code
 * org.deeplearning4j.nn.conf.constraint}, whose {@code BaseConstraint.applyConstraint} applies each
 * of them twice in 1.0.0-M2.1.
 *
 * <p>A constraint on norms is one on vectors within the parameter: the elements that differ in
 * nothing but their place along some axes. The axis 0 of weights [in, out] gives the incoming
 * weights of each output.
 */
public interface Constraint {
  /** Overwrites the parameter's value. */
  void apply(Tensor value);

  /**
   * Shortens vectors that are longer than a maximum.
   *
   * <pre>{@code
   * w = w * min(1, maximum / ||w||)
   * }</pre>
   *
   * <p>Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from
   * overfitting", JMLR 15 (2014), section 5.1. DL4J: {@code MaxNormConstraint}, which adds 1e-6 to
   * the norm in the denominator, so that it shortens every vector a little in each step.
   *
   * @param maximum of the norm, above 0
   * @param axes along which a vector lies
   */
  record MaxNorm(double maximum, List<Integer> axes) implements Constraint {
    @Override
    public void apply(Tensor value) {
      scale(value, axes, norm -> norm > maximum ? maximum / norm : 1);
    }
  }

  /**
   * Brings the lengths of vectors into a range, or a part of the way.
   *
   * <pre>{@code
   * w = w * (rate * min(max(||w||, minimum), maximum) + (1 - rate) ||w||) / ||w||
   * }</pre>
   *
   * <p>A vector of length 0 has no direction and stays. Source: the constraint of this name in
   * Keras. DL4J: {@code MinMaxNormConstraint}, which adds 1e-6 to the norm in the denominator, and
   * forgets to divide the second term by it.
   *
   * @param minimum of the norm, at least 0
   * @param maximum of the norm, at least the minimum
   * @param rate share of the way, above 0 and at most 1
   * @param axes along which a vector lies
   */
  record MinMaxNorm(double minimum, double maximum, double rate, List<Integer> axes)
      implements Constraint {
    @Override
    public void apply(Tensor value) {
      scale(value, axes, this::factor);
    }

    private double factor(double norm) {
      double within = Math.min(Math.max(norm, minimum), maximum);
      return norm == 0 ? 1 : (rate * within + (1 - rate) * norm) / norm;
    }
  }

  /**
   * Brings vectors to length 1.
   *
   * <pre>{@code
   * w = w / ||w||
   * }</pre>
   *
   * <p>A vector of length 0 has no direction and stays; DL4J makes NaN of it. Source: the
   * constraint of this name in Keras. DL4J: {@code UnitNormConstraint}.
   *
   * @param axes along which a vector lies
   */
  record UnitNorm(List<Integer> axes) implements Constraint {
    @Override
    public void apply(Tensor value) {
      scale(value, axes, norm -> norm == 0 ? 1 : 1 / norm);
    }
  }

  /**
   * Sets elements below 0 to 0.
   *
   * <pre>{@code
   * w = max(w, 0)
   * }</pre>
   *
   * <p>DL4J: {@code NonNegativeConstraint}.
   */
  record NonNegative() implements Constraint {
    @Override
    public void apply(Tensor value) {
      double[] w = value.values();
      for (int i = 0; i < w.length; i++) {
        w[i] = Math.max(w[i], 0);
      }
    }
  }

  /** Multiplies each vector by a function of its norm. */
  private static void scale(Tensor value, List<Integer> axes, DoubleUnaryOperator factorOfNorm) {
    double[] w = value.values();
    int[] vectors = vectors(value.shape(), axes);
    double[] squares = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      squares[vectors[i]] += w[i] * w[i];
    }
    for (int i = 0; i < w.length; i++) {
      w[i] *= factorOfNorm.applyAsDouble(Math.sqrt(squares[vectors[i]]));
    }
  }

  /** For each element the position of the first element of its vector. */
  private static int[] vectors(Shape shape, List<Integer> axes) {
    int[] vectors = new int[shape.elements()];
    for (int i = 0; i < vectors.length; i++) {
      int first = i;
      int stride = 1;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        if (axes.contains(axis)) {
          first -= i / stride % shape.size(axis) * stride;
        }
        stride *= shape.size(axis);
      }
      vectors[i] = first;
    }
    return vectors;
  }
}
