package gradtwin.twin.formula;

import gradtwin.tensor.Tensor;

/** {@code a x + c} with numbers a and c. */
final class ShiftedTerm extends Term {
  private final double a;

  ShiftedTerm(Term x, double a, double c) {
    super(shifted(x, a, c), x);
    this.a = a;
  }

  private static Tensor shifted(Term x, double a, double c) {
    Tensor y = x.value().times(a);
    for (int i = 0; i < y.size(); i++) {
      y.values()[i] += c;
    }
    return y;
  }

  @Override
  double[] imaginary(double[][] operands) {
    double[] out = zeros(value().size());
    pull(0, operands[0], Power.PLAIN, out); // a number of either kind is multiplied alike
    return out;
  }

  @Override
  double[] variance(double[][] operands) {
    double[] out = zeros(value().size());
    if (operands[0] != null) {
      pull(0, operands[0], Power.SQUARE, out);
    }
    for (int i = 0; i < out.length; i++) {
      out[i] += values()[i] * values()[i] / 3;
    }
    return out;
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    double factor = power.of(a);
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * arriving[i];
    }
  }

  @Override
  void pullErrors(int operand, double[] adjoint, double[][] variances, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += a * a * adjoint[i] * adjoint[i] / 3;
    }
  }
}
