package gradtwin.bench;

import java.util.List;

/** Some numbers of one kind in three of them. */
public record Spread(double median, double minimum, double maximum) {
  /**
   * The spread of some numbers. The median of an even count is the mean of the two in the middle.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(List<Double> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("expected at least one number, got none");
    }
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}
