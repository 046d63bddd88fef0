package gradtwin.yaml;

import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as text, both ways. */
public final class Numbers {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  private Numbers() {}

  /** The number that the text stands for; empty if it is none or overflows. */
  public static Optional<Double> parse(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return Optional.empty();
    }
    double number = Double.parseDouble(text);
    return Double.isInfinite(number) ? Optional.empty() : Optional.of(number);
  }

  /** A number as one would write it: without a needless {@code .0}, and {@code 1e-8}. */
  static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? Long.toString((long) number)
        : Double.toString(number).replace(".0E", "e").replace('E', 'e');
  }
}
