package gradtwin.compare;

import gradtwin.compare.Trajectory.Growth;
import gradtwin.compare.Trajectory.Growth.Kind;

/**
 * Which law a distance follows: least squares through its logarithm, once over the logarithm of the
 * step (a power) and once over the step (an exponential); the one with the smaller residual wins.
 */
final class GrowthFit {
  /** Below this many times the start, over all steps, nothing grows that could be told apart. */
  private static final double SMALLEST_GROWTH = 3;

  /** An exponential shows itself in this many times the start; less looks like a power as well. */
  private static final double SMALLEST_EXPONENTIAL = 100;

  private static final int FEWEST_STEPS = 8;

  private GrowthFit() {}

  /**
   * Fits.
   *
   * @param distances after step 1, 2, ...; those that are 0 are left out
   */
  static Growth of(double[] distances) {
    Line power = new Line();
    Line exponential = new Line();
    for (int i = 0; i < distances.length; i++) {
      if (distances[i] > 0) {
        power.add(Math.log(i + 1), Math.log(distances[i]));
        exponential.add(i + 1, Math.log(distances[i]));
      }
    }
    double exponent = power.slope();
    double doubling = Math.log(2) / exponential.slope();
    double growth = exponent * Math.log(distances.length);
    if (power.count < FEWEST_STEPS || growth < Math.log(SMALLEST_GROWTH)) {
      return new Growth(Kind.STEADY, exponent, doubling);
    }
    boolean isPower =
        power.residual() <= exponential.residual()
            || exponential.slope() * distances.length < Math.log(SMALLEST_EXPONENTIAL);
    return new Growth(isPower ? Kind.POWER : Kind.EXPONENTIAL, exponent, doubling);
  }

  /** A straight line through points. */
  private static final class Line {
    private int count;
    private double sumX;
    private double sumY;
    private double sumXx;
    private double sumXy;
    private double sumYy;

    void add(double x, double y) {
      count++;
      sumX += x;
      sumY += y;
      sumXx += x * x;
      sumXy += x * y;
      sumYy += y * y;
    }

    private double variance() {
      return sumXx - sumX * sumX / count;
    }

    private double covariance() {
      return sumXy - sumX * sumY / count;
    }

    double slope() {
      return variance() > 0 ? covariance() / variance() : 0;
    }

    /** The sum of the squares of what the line leaves. */
    double residual() {
      return sumYy - sumY * sumY / count - slope() * covariance();
    }
  }
}
