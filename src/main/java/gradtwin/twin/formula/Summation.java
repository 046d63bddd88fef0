package gradtwin.twin.formula;

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
  static Summation of(int n) {
    return new Summation((n - 1) / 9., (n - 1) / 3.);
  }

  /** Of products, each of which is rounded before it is added. */
  static Summation ofProducts(int n) {
    return new Summation((n - 1) / 9., n / 3.);
  }
}
