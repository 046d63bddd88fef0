package gradtwin.yaml;

/**
 * The numbers that a key accepts.
 *
 * @param minimumIncluded whether the minimum itself is accepted; an infinite one never is
 * @param maximumIncluded whether the maximum itself is accepted; an infinite one never is
 */
public record Range(
    double minimum, boolean minimumIncluded, double maximum, boolean maximumIncluded) {
  /** Above 0. */
  public static final Range POSITIVE = above(0);

  /** 0 or above. */
  public static final Range NOT_NEGATIVE = atLeast(0);

  /** Every finite number. */
  public static final Range ANY = above(Double.NEGATIVE_INFINITY);

  /** From 0, included, to 1, excluded. */
  public static final Range FRACTION = new Range(0, true, 1, false);

  public static Range atLeast(double minimum) {
    return new Range(minimum, true, Double.POSITIVE_INFINITY, false);
  }

  public static Range above(double minimum) {
    return new Range(minimum, false, Double.POSITIVE_INFINITY, false);
  }

  public static Range between(double minimum, double maximum) {
    return new Range(minimum, true, maximum, true);
  }

  public boolean contains(double number) {
    return (minimumIncluded ? number >= minimum : number > minimum)
        && (maximumIncluded ? number <= maximum : number < maximum);
  }

  /** Whether every number of this range is one of another. */
  public boolean isWithin(Range other) {
    boolean low =
        minimum > other.minimum
            || (minimum == other.minimum && (other.minimumIncluded || !minimumIncluded));
    boolean high =
        maximum < other.maximum
            || (maximum == other.maximum && (other.maximumIncluded || !maximumIncluded));
    return low && high;
  }

  /** In words, to follow "a number": {@code from 0 to 0.5}; empty for every number. */
  @Override
  public String toString() {
    if (minimumIncluded && maximumIncluded) {
      return "from " + Numbers.text(minimum) + " to " + Numbers.text(maximum);
    }
    String low =
        minimum == Double.NEGATIVE_INFINITY
            ? ""
            : (minimumIncluded ? "of at least " : "above ") + Numbers.text(minimum);
    String high =
        maximum == Double.POSITIVE_INFINITY
            ? ""
            : (maximumIncluded ? "at most " : "below ") + Numbers.text(maximum);
    return low.isEmpty() || high.isEmpty() ? low + high : low + " and " + high;
  }
}
