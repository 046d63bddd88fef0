package gradtwin.twin.formula;

import gradtwin.tensor.Tensor;

/** {@code a x + b y} */
final class LinearTerm extends Term {
  private final double a;
  private final double b;

  LinearTerm(Term x, double a, Term y, double b) {
    super(combined(x, a, y, b), x, y);
    this.a = a;
    this.b = b;
  }

  private static Tensor combined(Term x, double a, Term y, double b) {
    x.requireSameShape(y);
    Tensor sum = x.value().zerosLike();
    for (int i = 0; i < sum.size(); i++) {
      sum.values()[i] = a * x.values()[i] + b * y.values()[i];
    }
    return sum;
  }

  private double factor(int operand) {
    return operand == 0 ? a : b;
  }

  @Override
  double[] imaginary(double[][] operands) {
    double[] out = zeros(value().size());
    for (int operand = 0; operand < 2; operand++) {
      if (operands[operand] != null) {
        pullInto(factor(operand), operands[operand], out);
      }
    }
    return out;
  }

  private static void pullInto(double factor, double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * from[i];
    }
  }

  @Override
  double[] variance(double[][] operands) {
    double[] out = zeros(value().size());
    for (int operand = 0; operand < 2; operand++) {
      if (operands[operand] != null) {
        pullInto(factor(operand) * factor(operand), operands[operand], out);
      }
    }
    for (int i = 0; i < out.length; i++) {
      out[i] += values()[i] * values()[i] / 3;
    }
    return out;
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    pullInto(power.of(factor(operand)), arriving, to);
  }

  @Override
  void pullErrors(int operand, double[] adjoint, double[][] variances, double[] to) {
    // the coefficients are 1 and -1: exact
  }
}
