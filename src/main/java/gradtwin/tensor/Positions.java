package gradtwin.tensor;

/**
 * The two ways to lay out examples that have a feature vector at each of several positions: the
 * steps of a sequence, the pixels of an image, the cells of a volume.
 *
 * <pre>{@code
 * channels first   [N, C, P...]     as layers exchange them
 * rows             [N * P, C]       one row per position, n-major: what works on single vectors sees
 * }</pre>
 */
public final class Positions {
  private Positions() {}

  /** The rows of {@code x}; {@code x} itself, shared, if it has one position per example. */
  public static Tensor toRows(Tensor x) {
    if (x.shape().rank() == 2) {
      return x;
    }
    int channels = x.shape().size(1);
    int positions = positions(x.shape());
    Tensor rows = x.newEmpty(Shape.of(x.rows() * positions, channels));
    swap(x.values(), rows.values(), x.rows(), channels, positions);
    return rows;
  }

  /**
   * What {@link #toRows} was given, for rows that may have another number of channels.
   *
   * @param like a shape with the examples and the positions, [N, any, P...]
   */
  public static Tensor fromRows(Tensor rows, Shape like) {
    if (like.rank() == 2) {
      return rows;
    }
    int[] sizes = like.sizes();
    sizes[1] = rows.columns();
    Tensor x = rows.newEmpty(Shape.of(sizes));
    swap(rows.values(), x.values(), sizes[0], positions(like), sizes[1]);
    return x;
  }

  private static int positions(Shape shape) {
    int positions = 1;
    for (int axis = 2; axis < shape.rank(); axis++) {
      positions *= shape.size(axis);
    }
    return positions;
  }

  /** [count, a, b] to [count, b, a]. */
  private static void swap(double[] from, double[] to, int count, int a, int b) {
    for (int n = 0; n < count; n++) {
      int start = n * a * b;
      for (int i = 0; i < a; i++) {
        for (int j = 0; j < b; j++) {
          to[start + j * a + i] = from[start + i * b + j];
        }
      }
    }
  }
}
