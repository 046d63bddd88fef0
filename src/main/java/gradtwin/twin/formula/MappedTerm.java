package gradtwin.twin.formula;

import gradtwin.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;

/** {@code f(x)}, each element alone. */
final class MappedTerm extends Term {
  /** Roundings of a function as libraries compute it, and of its derivative. */
  private static final double ROUNDINGS = 2;

  private final ComplexFunction function;
  private final DoubleUnaryOperator magnitude;
  private final double[] seams;
  private final DoubleUnaryOperator magnitudeOfSlope;
  private double[] slopes; // when first asked for
  private double[] curvatures;

  /**
   * @param magnitude of the largest number that f(x) is usually computed from; less than f(x) if
   *     that is none but f(x) itself
   * @param seams where f is not smooth
   * @param magnitudeOfSlope of the largest number that f'(x) is usually computed from, given f(x)
   */
  MappedTerm(
      Term x,
      ComplexFunction function,
      DoubleUnaryOperator magnitude,
      DoubleUnaryOperator magnitudeOfSlope,
      double[] seams) {
    super(mapped(x, function), x);
    this.function = function;
    this.magnitude = magnitude;
    this.seams = seams.clone();
    this.magnitudeOfSlope = magnitudeOfSlope;
  }

  private static Tensor mapped(Term x, ComplexFunction function) {
    Tensor y = x.value().zerosLike();
    for (int i = 0; i < y.size(); i++) {
      y.values()[i] = function.at(Complex.of(x.values()[i])).re();
    }
    return y;
  }

  @Override
  double[] imaginary(double[][] operands) {
    double[] x = operand(0).values();
    double[] out = zeros(x.length);
    for (int i = 0; i < out.length; i++) {
      out[i] = function.at(new Complex(x[i], operands[0][i])).im();
    }
    return out;
  }

  /** f'(x) of each element. */
  private double[] slopes() {
    if (slopes == null) {
      slopes = zeros(value().size());
      for (int i = 0; i < slopes.length; i++) {
        slopes[i] = function.derivative(operand(0).values()[i]);
      }
    }
    return slopes;
  }

  /** f''(x) of each element, by a difference on both sides: only its size matters much. */
  private double[] curvatures() {
    if (curvatures == null) {
      curvatures = zeros(value().size());
      for (int i = 0; i < curvatures.length; i++) {
        curvatures[i] = curvature(i);
      }
    }
    return curvatures;
  }

  /** The difference does not reach over a seam, where a kink would count as a curve. */
  private double curvature(int i) {
    double x = operand(0).values()[i];
    double step = 1e-6 * Math.max(1e-3, Math.abs(x));
    if (seams.length > 0 && Math.abs(x - nearest(i)) <= step) {
      x = nearest(i) + (x < nearest(i) ? -2 : 2) * step;
    }
    return (function.derivative(x + step) - function.derivative(x - step)) / (2 * step);
  }

  @Override
  double[] push(double[][] changes, Power power) {
    double[] out = zeros(value().size());
    pull(0, changes[0], power, out);
    return out;
  }

  @Override
  double[] rounding() {
    double[] out = zeros(value().size());
    for (int i = 0; i < out.length; i++) {
      double largest = magnitude.applyAsDouble(operand(0).values()[i]);
      out[i] = rounding(Math.max(Math.abs(values()[i]), largest));
    }
    return out;
  }

  private static double rounding(double value) {
    return ROUNDINGS * ROUNDINGS * value * value / 3;
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    double[] slopes = slopes();
    for (int i = 0; i < to.length; i++) {
      if (arriving[i] != 0) { // also where f' is infinite
        to[i] += power.of(slopes[i]) * arriving[i];
      }
    }
  }

  @Override
  void pullChanges(int operand, double[] adjoint, double[][] changes, Power power, double[] to) {
    double[] curvatures = curvatures();
    for (int i = 0; changes[0] != null && i < to.length; i++) {
      if (adjoint[i] != 0 && changes[0][i] != 0) {
        to[i] += power.of(adjoint[i] * curvatures[i]) * changes[0][i];
      }
    }
  }

  @Override
  double[] pullRounding(int operand, double[] adjoint, double[] sent) {
    double[] slopes = slopes();
    double[] curvatures = curvatures();
    double[] variances = zeros(sent.length);
    for (int i = 0; i < variances.length; i++) {
      if (adjoint[i] != 0) {
        variances[i] = rounding(slopes[i]);
        if (curvatures[i] != 0) {
          variances[i] += rounding(magnitudeOfSlope.applyAsDouble(values()[i]));
        }
        variances[i] *= adjoint[i] * adjoint[i];
      }
    }
    return variances;
  }

  @Override
  double[] margins() {
    if (seams.length == 0) {
      return null;
    }
    double[] margins = zeros(value().size());
    for (int i = 0; i < margins.length; i++) {
      margins[i] = Math.abs(operand(0).values()[i] - nearest(i));
    }
    return margins;
  }

  private double nearest(int i) {
    double x = operand(0).values()[i];
    double nearest = seams[0];
    for (double seam : seams) {
      nearest = Math.abs(x - seam) < Math.abs(x - nearest) ? seam : nearest;
    }
    return nearest;
  }

  @Override
  double[] approach(double[][] imaginary) {
    return imaginary[0];
  }

  @Override
  int doubt(double[] adjoint, double[][] variances, double reach, double unit, double[] to) {
    int doubtful = 0;
    for (int i = 0; seams.length > 0 && i < adjoint.length; i++) {
      double seam = nearest(i);
      double deviation = variances[0] == null ? 0 : unit * Math.sqrt(variances[0][i]);
      if (Math.abs(operand(0).values()[i] - seam) > reach * deviation) {
        continue;
      }
      double near = 1e-9 * Math.max(1e-3, Math.abs(seam));
      double jump = function.derivative(seam + near) - function.derivative(seam - near);
      if (Math.abs(jump) > 1e-6) {
        doubtful++;
        to[i] += Math.abs(adjoint[i] * jump);
      }
    }
    return doubtful;
  }
}
