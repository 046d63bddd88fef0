package gradtwin.tensor;

/**
 * Adds numbers up without losing what is rounded away: a witness has to be better than those it
 * judges. Adding up many numbers of which most are equal, such as the background of images, is
 * where plain summation is worst: each addition of the same number errs in the same direction.
 * Source: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
 * Zeitschrift für Angewandte Mathematik und Mechanik 54 (1974), the improved Kahan-Babuška
 * algorithm.
 */
public final class Accumulator {
  private final double[] sums;
  private final double[] lost;

  /**
   * @param sums is added to
   */
  public Accumulator(double[] sums) {
    this.sums = sums;
    this.lost = new double[sums.length];
  }

  /** Adds a number to one of the sums. */
  public void add(int i, double number) {
    double sum = sums[i];
    double next = sum + number;
    lost[i] += Math.abs(sum) >= Math.abs(number) ? sum - next + number : number - next + sum;
    sums[i] = next;
  }

  /** Adds what was rounded away, where the sum is finite. */
  public void finish() {
    for (int i = 0; i < sums.length; i++) {
      if (Double.isFinite(sums[i])) {
        sums[i] += lost[i];
      }
    }
  }
}
