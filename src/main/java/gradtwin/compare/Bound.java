package gradtwin.compare;

import gradtwin.spec.Precision;
import gradtwin.tensor.Parameter;
import java.util.List;

/**
 * How far two right implementations may be apart.
 *
 * <p>Block-relative: the largest difference of a block over the largest value of the twin's. The
 * agreement files on which DL4J is right stay within 2.4e-15 in float64 and 8e-7 in float32; the
 * bounds leave some four to six times that. Of a gradient it is the headline only, for its verdict
 * see {@link Gate}; losses, penalties and steps of optimizers are judged by it.
 */
final class Bound {
  private static final double FLOAT64 = 1e-14;
  private static final double FLOAT32 = 5e-6;

  private Bound() {}

  /** The block-relative bound for DL4J's numbers of that type. */
  static double of(Precision precision) {
    return precision == Precision.FLOAT32 ? FLOAT32 : FLOAT64;
  }

  /**
   * Whether two losses agree: within the bound, and four roundings of a probability near 1, whose
   * logarithm has that absolute error however small it is.
   */
  static boolean losses(double dl4j, double twin, Precision precision) {
    double allowed = of(precision) * Math.abs(twin) + 4 * precision.unitRoundoff();
    return Math.abs(dl4j - twin) <= allowed;
  }

  /**
   * Whether two penalties agree: as losses do, and within twice what plain sums of these very
   * numbers lose, in the order in which they lie. DL4J's sums are plain ones, of one part or, on
   * more threads, of several.
   *
   * @param rounding see {@link #ofPlainSums}
   */
  static boolean penalties(double dl4j, double twin, double rounding, Precision precision) {
    return losses(dl4j, twin, precision) || Math.abs(dl4j - twin) <= 2 * rounding;
  }

  /** What plain sums lose of the penalties of some parameters. */
  static double ofPlainSums(List<Parameter> parameters, Precision precision) {
    double rounding = 0;
    for (Parameter parameter : parameters) {
      rounding +=
          precision == Precision.FLOAT32
              ? parameter.penalty().roundingOfPlainSumsInFloat32(parameter.value())
              : parameter.penalty().roundingOfPlainSums(parameter.value());
    }
    return rounding;
  }
}
