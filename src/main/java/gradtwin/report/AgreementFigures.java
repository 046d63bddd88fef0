package gradtwin.report;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Difference.Ulp;
import java.util.Locale;

/** The numbers of a comparison, for people. */
final class AgreementFigures {
  /** What a factor may leave unexplained and still be shown with three decimals. */
  private static final double SHOWN_PRECISION = 5e-4;

  private AgreementFigures() {}

  /** A difference relative to something: two digits, or three where no exponent is needed. */
  static String relative(double value) {
    if (value == 0) {
      return "0";
    }
    if (Double.isInfinite(value)) {
      return "infinite";
    }
    return scaled(value, 0.001, 1000, "%.3g", "%.1e");
  }

  /** A distance in standard deviations. */
  static String z(double z) {
    if (!Double.isFinite(z)) {
      return Double.isNaN(z) ? "NaN" : "infinite";
    }
    if (z == 0) {
      return "0";
    }
    return z < 0.1 ? "<0.1" : scaled(z, 0, 10_000, z < 100 ? "%.1f" : "%.0f", "%.0e");
  }

  /** A value of a tensor or a loss, with ten significant digits, zeros at the end left out. */
  static String value(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    String text = scaled(value, 1e-4, 1e10, "%.10g", "%.9e");
    int exponent = text.indexOf('e') < 0 ? text.length() : text.indexOf('e');
    String mantissa = text.substring(0, exponent).replaceFirst("\\.?0+$", "");
    return mantissa + text.substring(exponent);
  }

  /** A count that stays short. */
  static String count(long value) {
    return value < 1_000_000_000
        ? Figures.count(value)
        : String.format(Locale.ROOT, "%.2e", (double) value);
  }

  /** What a side is to the other: a factor where that is all, else the angle between them. */
  static String fit(Block block) {
    if (block.bothZero()) {
      return "both zero";
    }
    if (block.verdict().isAgreement() || !Double.isFinite(block.cosine())) {
      return "";
    }
    if (isPureFactor(block)) {
      return factor(block.scale());
    }
    double toOne = 1 - block.cosine();
    return toOne < SHOWN_PRECISION
        ? String.format(Locale.ROOT, "1-cos %.0e", toOne)
        : String.format(Locale.ROOT, "cos %.3f", block.cosine());
  }

  /** What one side is multiplied by to become the other. */
  static String factor(double scale) {
    return Double.isFinite(scale) && scale != 0
        ? "× " + scaled(scale, 0.001, 100_000, "%.3f", "%.2e")
        : "× " + value(scale);
  }

  /** Whether the factor is all there is between the sides, as far as it is shown. */
  static boolean isPureFactor(Block block) {
    return block.residual() <= SHOWN_PRECISION;
  }

  /** The median and the 99th percentile. */
  static String ulp(Ulp ulp) {
    return ulp(ulp.median()) + " / " + ulp(ulp.percentile99());
  }

  /** A distance in units of the last place. */
  static String ulp(double distance) {
    if (distance == Math.rint(distance) && distance < 10_000) {
      return String.format(Locale.ROOT, "%.0f", distance);
    }
    if (!Double.isFinite(distance)) {
      return Double.isNaN(distance) ? "NaN" : "infinite";
    }
    return scaled(distance, 0, 10_000, distance < 10 ? "%.1f" : "%.0f", "%.0e");
  }

  /** One format for numbers of everyday size, another for all others. */
  private static String scaled(
      double value, double from, double below, String everyday, String other) {
    double size = Math.abs(value);
    boolean isEveryday = value == 0 || (size >= from && size < below);
    return String.format(Locale.ROOT, isEveryday ? everyday : other, value);
  }
}
