package gradtwin.twin.formula;

import gradtwin.tensor.Tensor;

/** {@code x y}, element by element. */
final class ProductTerm extends Term {
  ProductTerm(Term x, Term y) {
    super(multiplied(x, y), x, y);
  }

  private static Tensor multiplied(Term x, Term y) {
    x.requireSameShape(y);
    Tensor product = x.value().copy();
    for (int i = 0; i < product.size(); i++) {
      product.values()[i] *= y.values()[i];
    }
    return product;
  }

  private double[] other(int operand) {
    return operand(1 - operand).values();
  }

  @Override
  double[] imaginary(double[][] operands) {
    double[] out = zeros(value().size());
    for (int i = 0; i < out.length; i++) {
      Complex x = new Complex(operand(0).values()[i], at(operands[0], i));
      Complex y = new Complex(operand(1).values()[i], at(operands[1], i));
      out[i] = x.times(y).im();
    }
    return out;
  }

  private static double at(double[] values, int i) {
    return values == null ? 0 : values[i];
  }

  @Override
  double[] push(double[][] changes, Power power) {
    double[] out = zeros(value().size());
    for (int operand = 0; operand < 2; operand++) {
      if (changes[operand] != null) {
        pull(operand, changes[operand], power, out);
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
    double[] other = other(operand);
    for (int i = 0; i < to.length; i++) {
      to[i] += power.of(other[i]) * arriving[i];
    }
  }

  @Override
  void pullChanges(int operand, double[] adjoint, double[][] changes, Power power, double[] to) {
    double[] ofOther = changes[1 - operand];
    for (int i = 0; ofOther != null && i < to.length; i++) {
      to[i] += power.of(adjoint[i]) * ofOther[i];
    }
  }

  @Override
  double[] pullRounding(int operand, double[] adjoint, double[] sent) {
    return thirdsOfSquares(sent);
  }
}
