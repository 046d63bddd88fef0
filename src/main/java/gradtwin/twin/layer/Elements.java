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

  /** A new tensor {@code a * b}. */
  static Tensor product(Tensor a, Tensor b) {
    b.requireShape(a.shape());
    Tensor product = a.newEmpty(a.shape());
    double[] p = product.values();
    for (int i = 0; i < p.length; i++) {
      p[i] = a.values()[i] * b.values()[i];
    }
    return product;
  }
}
