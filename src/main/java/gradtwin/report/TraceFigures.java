package gradtwin.report;

import gradtwin.compare.Equation;
import gradtwin.compare.Equation.Part;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The numbers of a trace, for people: six significant digits. */
final class TraceFigures {
  private static final int DIGITS = 6;

  /** Sizes between which a number needs no exponent. */
  private static final double FROM = 1e-4;

  private static final double BELOW = 1e6;

  private TraceFigures() {}

  /** A number by itself, without zeros at its end. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    double size = Math.abs(value);
    boolean everyday = size >= FROM && size < BELOW;
    String text = String.format(Locale.ROOT, everyday ? "%.6g" : "%.5e", value);
    int exponent = text.indexOf('e') < 0 ? text.length() : text.indexOf('e');
    String mantissa = text.substring(0, exponent);
    return (mantissa.contains(".") ? mantissa.replaceFirst("\\.?0+$", "") : mantissa)
        + text.substring(exponent);
  }

  /** How far two sides are apart. */
  static String difference(double value) {
    return value == 0 ? "equal" : "differ by at most " + small(value);
  }

  /** Two or three digits. */
  static String small(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return number(value);
    }
    boolean everyday = Math.abs(value) >= 0.01 && Math.abs(value) < 1000;
    return String.format(Locale.ROOT, everyday ? "%.3g" : "%.1e", value);
  }

  /**
   * A format for numbers that stand below each other.
   *
   * @param decimals places after the point; with an exponent if negative
   */
  record Column(int decimals) {
    /** So that the largest has six digits. */
    static Column of(Tensor... tensors) {
      double largest =
          Stream.of(tensors)
              .flatMapToDouble(tensor -> DoubleStream.of(tensor.values()))
              .filter(Double::isFinite)
              .map(Math::abs)
              .max()
              .orElse(0);
      boolean whole =
          Stream.of(tensors)
              .flatMapToDouble(tensor -> DoubleStream.of(tensor.values()))
              .allMatch(value -> value == Math.rint(value) && Math.abs(value) < BELOW);
      if (whole) {
        return new Column(0);
      }
      if (largest < FROM || largest >= BELOW) {
        return new Column(-1);
      }
      return new Column(DIGITS - 1 - (int) Math.floor(Math.log10(largest)));
    }

    String text(double value) {
      if (value == 0) {
        return "0";
      }
      if (!Double.isFinite(value)) {
        return Double.toString(value);
      }
      return decimals < 0
          ? String.format(Locale.ROOT, "%.5e", value)
          : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
  }

  /** The right side of an equation in names. */
  static String names(Equation equation) {
    StringBuilder text = new StringBuilder();
    equation.parts().forEach(part -> text.append(part.text()));
    return text.toString();
  }

  /** The right side of an equation in numbers. */
  static String numbers(Equation equation) {
    StringBuilder text = new StringBuilder();
    List<Part> parts = equation.parts();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.number().isEmpty()) {
        text.append(part.text());
        continue;
      }
      String number = number(part.number().get());
      boolean raised = i + 1 < parts.size() && parts.get(i + 1).text().startsWith("^");
      boolean opened = i == 0 || parts.get(i - 1).text().matches("(?s).*[(|]");
      boolean alone = opened && !raised;
      text.append(number.startsWith("-") && !alone ? "(" + number + ")" : number);
    }
    return text.toString();
  }

  /** The length of a vector. */
  static double norm(Tensor tensor) {
    return Math.sqrt(DoubleStream.of(tensor.values()).map(value -> value * value).sum());
  }
}
