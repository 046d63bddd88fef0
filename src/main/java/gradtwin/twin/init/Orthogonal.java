package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/**
 * A matrix with orthogonal columns of the same length, or rows if it has fewer of them.
 *
 * <pre>{@code
 * W = gain * Q,   Qᵀ Q = 1   or   Q Qᵀ = 1
 * }</pre>
 *
 * <p>The vectors are those of normal numbers, made orthogonal one after the other (Gram and
 * Schmidt, each twice), which spreads Q evenly over all such matrices. A tensor of more axes is
 * taken as a matrix with its last axis as the columns, as in DL4J. Source: Saxe, McClelland and
 * Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
 * ICLR 2014. DL4J: {@code OrthogonalDistribution}, which draws in float32, whatever the network's
 * type.
 *
 * @param gain length of the vectors, above 0
 */
public record Orthogonal(double gain) implements Initializer {
  @Override
  public void fill(Tensor weights, CounterRandom random, int which, Fans fans) {
    Shape shape = weights.shape();
    int columns = shape.size(shape.rank() - 1);
    int rows = shape.elements() / columns;
    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    double[][] vectors = new double[count][length];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < length; j++) {
        vectors[i][j] = random.normal(which, i * length + j);
      }
      orthogonalize(vectors, i);
      orthogonalize(vectors, i); // what rounding left of the first time
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double q = rows >= columns ? vectors[column][row] : vectors[row][column];
        weights.values()[row * columns + column] = gain * q;
      }
    }
  }

  /** Takes the earlier vectors out of one, and gives it length 1. */
  private static void orthogonalize(double[][] vectors, int which) {
    double[] v = vectors[which];
    for (int i = 0; i < which; i++) {
      double along = dot(v, vectors[i]);
      for (int j = 0; j < v.length; j++) {
        v[j] -= along * vectors[i][j];
      }
    }
    double norm = Math.sqrt(dot(v, v));
    for (int j = 0; j < v.length; j++) {
      v[j] /= norm;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
