package gradtwin.twin.formula;

import java.util.Arrays;

/**
 * The rounding of a sum of n numbers that are added one by one, in units of the squared unit
 * roundoff: a third of the squares of the n - 1 partial sums from the second on.
 *
 * <p>A partial sum is on its way to the sum S, of which k numbers have k/n, and wanders meanwhile:
 * by less than the root of Q, the sum of the squares, most of the time. That makes
 *
 * <pre>{@code
 * (n - 1)/3 (Q + S²/3)
 * }</pre>
 *
 * <p>For numbers of either sign, S² is about Q; for numbers of one sign it is up to n Q, and the
 * deviation of the rounding grows like n where it would grow like the root of n.
 *
 * @param ofSum what S² is multiplied by
 * @param ofSquares what Q is multiplied by
 */
record Summation(double ofSum, double ofSquares) {
  /** How many sums side by side a library makes of one, at least. */
  static final double LANES = 4;

  /** So few summands have no bias worth looking for. */
  static final int FEW = 32;

  static Summation of(int n) {
    return new Summation((n - 1) / 9., (n - 1) / 3.);
  }

  /** Of products, each of which is rounded before it is added. */
  static Summation ofProducts(int n) {
    return new Summation((n - 1) / 9., n / 3.);
  }

  /**
   * What the square of a sum is multiplied by for those of its summands that are equal, such as the
   * background of images. While the sum lies between two powers of two, adding the same number errs
   * by the same, so that the errors add up: for m equal numbers to a variance of {@code (m u
   * S)²/66}, in the mean over where S lies (by simulation, see its test). Libraries make less of
   * it: they first add up the lanes of a vector, or a row of pixels.
   */
  static double bias(double[] summands) {
    if (summands.length < FEW) {
      return 0;
    }
    double[] sorted = summands.clone();
    Arrays.sort(sorted);
    double squares = 0;
    int from = 0;
    for (int to = 1; to <= sorted.length; to++) {
      if (to == sorted.length || sorted[to] != sorted[from]) {
        double equal = sorted[from] == 0 ? 0 : (to - from) / LANES; // adding 0 is exact
        squares += equal * equal;
        from = to;
      }
    }
    return squares / 66;
  }

  /**
   * The variances of several sums.
   *
   * @param sums S of each
   * @param squares Q of each
   */
  double[] variances(double[] sums, double[] squares) {
    double[] variances = new double[sums.length];
    for (int i = 0; i < variances.length; i++) {
      variances[i] = ofSum * sums[i] * sums[i] + ofSquares * squares[i];
    }
    return variances;
  }
}
