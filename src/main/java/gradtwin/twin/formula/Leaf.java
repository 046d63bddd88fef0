package gradtwin.twin.formula;

import gradtwin.tensor.Tensor;
import java.util.List;

/** Where a formula begins: both sides have the very same numbers here. */
final class Leaf extends Term {
  Leaf(Formula formula, Tensor value, boolean varies) {
    super(formula, value, varies, List.of());
  }

  @Override
  double[] imaginary(double[][] operands) {
    throw new UnsupportedOperationException("a leaf is moved, it does not follow");
  }

  @Override
  double[] push(double[][] changes, Power power) {
    throw new UnsupportedOperationException("a leaf has no operands");
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    throw new UnsupportedOperationException("a leaf has no operands");
  }
}
