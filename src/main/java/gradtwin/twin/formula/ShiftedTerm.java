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
    return push(operands, Power.PLAIN); // a number of either kind is multiplied alike
  }

  @Override
  double[] push(double[][] changes, Power power) {
    double[] out = zeros(value().size());
    pull(0, changes[0], power, out);
    return out;
  }

  @Override
  double[] rounding() {
    return thirdsOfSquares(values());
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    double factor = power.of(a);
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * arriving[i];
    }
  }

  @Override
  double[] pullRounding(int operand, double[] adjoint, double[] sent) {
    return Math.abs(a) == 1 ? null : thirdsOfSquares(sent);
  }
}
