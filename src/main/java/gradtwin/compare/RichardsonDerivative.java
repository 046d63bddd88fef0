package gradtwin.compare;

import java.util.function.DoubleUnaryOperator;

/**
 * The derivative of a function at 0 from central differences, extrapolated to step 0.
 *
 * <pre>{@code
 * A[0][i] = (f(h_i) - f(-h_i)) / (2 h_i)                          h_i = h / c^i
 * A[j][i] = (A[j-1][i] c^(2j) - A[j-1][i-1]) / (c^(2j) - 1)
 * }</pre>
 *
 * <p>The value with the smallest expected error wins. That error is the larger of two: how far the
 * value lies from its two neighbours in the table, and what the rounding of f makes of the smallest
 * step in it, without which two neighbours that agree by chance would look exact. Source: Ridders,
 * "Accurate computation of F'(x) and F'(x)F''(x)", Advances in Engineering Software 4 (1982), after
 * Richardson; the second error is ours.
 */
final class RichardsonDerivative {
  private static final double CONTRACTION = 1.6;
  private static final int ROWS = 8;

  /** Roundings that a value of f is taken to carry. */
  private static final double ROUNDINGS = 8;

  private RichardsonDerivative() {}

  /**
   * A derivative and its expected error.
   *
   * @param error an estimate, not a bound
   */
  record Estimate(double value, double error) {}

  /**
   * Differentiates a function that is smooth between minus and plus the step.
   *
   * @param f of the distance from the point
   * @param step the largest distance used, above 0
   */
  static Estimate at(DoubleUnaryOperator f, double step) {
    double[][] table = new double[ROWS][ROWS];
    Estimate best = new Estimate(Double.NaN, Double.POSITIVE_INFINITY);
    double h = step;
    for (int i = 0; i < ROWS; i++, h /= CONTRACTION) {
      double above = f.applyAsDouble(h);
      double below = f.applyAsDouble(-h);
      table[0][i] = (above - below) / (2 * h);
      double noise = ROUNDINGS * 0x1.0p-53 * Math.max(Math.abs(above), Math.abs(below)) / h;
      double factor = 1;
      for (int j = 1; j <= i; j++) {
        factor *= CONTRACTION * CONTRACTION;
        table[j][i] = (table[j - 1][i] * factor - table[j - 1][i - 1]) / (factor - 1);
        double spread =
            Math.max(
                Math.abs(table[j][i] - table[j - 1][i]),
                Math.abs(table[j][i] - table[j - 1][i - 1]));
        double error = Math.max(spread, noise);
        if (error <= best.error()) {
          best = new Estimate(table[j][i], error);
        }
      }
      if (noise > best.error()) {
        break; // smaller steps only add noise
      }
    }
    return best;
  }
}
