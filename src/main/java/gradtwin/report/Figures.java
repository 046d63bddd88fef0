package gradtwin.report;

import gradtwin.spec.Metric;
import java.util.Locale;

/** Numbers for people, the same on every system. */
public final class Figures {
  private static final int WIDTH = 96;

  private Figures() {}

  /** A metric's value: shares with four decimals, everything else with six digits. */
  public static String of(Metric metric, double value) {
    return metric == Metric.ACCURACY ? share(value) : digits(value);
  }

  /** A share of a whole, with four decimals. */
  static String share(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** A number with six significant digits. */
  static String digits(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  /** A time, with as many digits as matter. */
  public static String seconds(double value) {
    if (value < 0.1) {
      return String.format(Locale.ROOT, "%.2f ms", value * 1000);
    }
    return String.format(Locale.ROOT, value < 10 ? "%.2f s" : "%.0f s", value);
  }

  /** A count with its thousands apart. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A count and its noun, whose plural takes an s. */
  public static String count(long value, String noun) {
    return count(value, noun, noun + "s");
  }

  /** A count and its noun. */
  public static String count(long value, String noun, String plural) {
    return count(value) + " " + (value == 1 ? noun : plural);
  }

  /** The text in lines that fit a terminal, each ending in a line end. */
  public static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        lines.append('\n');
        column = 0;
      }
      lines.append(column > 0 ? " " : "").append(word);
      column += (column > 0 ? 1 : 0) + word.length();
    }
    return lines.append('\n').toString();
  }
}
