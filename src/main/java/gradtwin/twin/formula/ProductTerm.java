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
  double[] variance(double[][] operands) {
    double[] out = zeros(value().size());
    for (int operand = 0; operand < 2; operand++) {
      if (operands[operand] != null) {
        pull(operand, operands[operand], Power.SQUARE, out);
      }
    }
    for (int i = 0; i < out.length; i++) {
      out[i] += values()[i] * values()[i] / 3;
    }
    return out;
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    double[] other = other(operand);
    for (int i = 0; i < to.length; i++) {
      to[i] += power.of(other[i]) * arriving[i];
    }
  }

  @Override
  void pullErrors(int operand, double[] adjoint, double[][] variances, double[] to) {
    double[] other = other(operand);
    double[] errors = variances[1 - operand];
    for (int i = 0; i < to.length; i++) {
      to[i] += adjoint[i] * adjoint[i] * (at(errors, i) + other[i] * other[i] / 3);
    }
  }
}
