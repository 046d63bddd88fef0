package gradtwin.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names the factor between two sides, if there is one. Each name is tested before it is used. */
final class Explanation {
  /** A factor is pure if it leaves this many roundings of DL4J's type unexplained. */
  private static final double ROUNDINGS = 1000;

  private final int examples;
  private final int outputs;
  private final boolean squaredError;
  private final double tolerance;

  /**
   * @param examples N, of one batch
   * @param outputs nOut, columns of the labels
   * @param squaredError whether the loss is the mean squared error
   * @param unitRoundoff of DL4J's type
   */
  Explanation(int examples, int outputs, boolean squaredError, double unitRoundoff) {
    this.examples = examples;
    this.outputs = outputs;
    this.squaredError = squaredError;
    this.tolerance = ROUNDINGS * unitRoundoff;
  }

  /** The factor of the deviating side over the other. */
  static double factor(Difference difference, Verdict verdict) {
    return verdict == Verdict.TWIN_DEVIATES && difference.scale() != 0
        ? 1 / difference.scale()
        : difference.scale();
  }

  /** What explains the deviation; empty if nothing that was tried does. */
  String of(Difference difference, Verdict verdict) {
    if (difference.bothZero() || !difference.finite()) {
      return "";
    }
    if (Double.isInfinite(difference.blockRelative())) {
      return "the twin's is zero everywhere";
    }
    if (difference.scale() == 0 && Double.isNaN(difference.cosine())) {
      return "DL4J's is zero everywhere";
    }
    if (difference.residual() > tolerance || difference.scale() == 0) {
      return "";
    }
    double factor = factor(difference, verdict);
    List<String> names = names(factor);
    // one element is always explained by a factor, and a factor of 1 explains nothing
    if (is(factor, 1) || (names.isEmpty() && difference.elements() == 1)) {
      return "";
    }
    String text = String.format(Locale.ROOT, "every element by the scale %.3f", factor);
    return names.isEmpty() ? text : text + ", \"" + String.join(" or ", names) + "\"";
  }

  private List<String> names(double factor) {
    List<String> names = new ArrayList<>();
    if (squaredError && is(factor, examples * outputs / 2.0)) {
      names.add("missing 2/(N·nOut)");
    }
    if (examples > 1 && is(factor, examples)) {
      names.add("the mean over the batch is forgotten");
    }
    if (examples > 1 && is(factor, 1.0 / examples)) {
      names.add("the mean over the batch is taken twice");
    }
    if (outputs > 1 && is(factor, outputs)) {
      names.add("the mean over the outputs is forgotten");
    }
    if (is(factor, -1)) {
      names.add("the sign is wrong");
    }
    if (names.isEmpty() && is(factor, 2)) {
      names.add("doubled");
    }
    if (names.isEmpty() && is(factor, 0.5)) {
      names.add("halved");
    }
    return names;
  }

  private boolean is(double factor, double expected) {
    return Math.abs(factor - expected) <= tolerance * Math.abs(expected);
  }
}
