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
    return push(operands, Power.PLAIN); // a number of either kind is multiplied alike
  }

  private static void pullInto(double factor, double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * from[i];
    }
  }

  @Override
  double[] push(double[][] changes, Power power) {
    double[] out = zeros(value().size());
    for (int operand = 0; operand < 2; operand++) {
      if (changes[operand] != null) {
        pullInto(power.of(factor(operand)), changes[operand], out);
      }
    }
    return out;
  }

  @Override
  double[] rounding() {
    return thirdsOfSquares(values());
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    pullInto(power.of(factor(operand)), arriving, to);
  }
}
