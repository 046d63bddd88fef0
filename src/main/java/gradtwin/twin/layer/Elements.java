package gradtwin.twin.layer;

import gradtwin.tensor.Tensor;

/** Tensors of one shape, element by element. */
final class Elements {
  private Elements() {}

  /** Adds the other tensor to the first. */
  static void add(Tensor to, Tensor other) {
    other.requireShape(to.shape());
    double[] sum = to.values();
    double[] more = other.values();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }

  /** A new tensor {@code a * b + c * d}. */
  static Tensor sumOfProducts(Tensor a, Tensor b, Tensor c, Tensor d) {
    Tensor sum = a.newEmpty(a.shape());
    double[] s = sum.values();
    double[] p = a.values();
    double[] q = b.values();
    double[] r = c.values();
    double[] t = d.values();
    for (int i = 0; i < s.length; i++) {
      s[i] = p[i] * q[i] + r[i] * t[i];
    }
    return sum;
  }

  /** A new tensor {@code a * b}. */
  static Tensor product(Tensor a, Tensor b) {
    b.requireShape(a.shape());
    Tensor product = a.newEmpty(a.shape());
    double[] p = product.values();
    double[] x = a.values();
    double[] y = b.values();
    for (int i = 0; i < p.length; i++) {
      p[i] = x[i] * y[i];
    }
    return product;
  }
}
