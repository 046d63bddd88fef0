package gradtwin.twin.noise;

import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Term;
import java.util.Optional;

/**
 * A change of each element, and the way back through it.
 *
 * <pre>{@code
 * forward   y = factor * x + offset
 * backward  dx = factor * dy
 * }</pre>
 *
 * @param factor 1 if empty
 * @param offset 0 if empty
 */
public record Affine(Optional<Tensor> factor, Optional<Tensor> offset) {
  static Affine times(Tensor factor) {
    return new Affine(Optional.of(factor), Optional.empty());
  }

  static Affine plus(Tensor offset) {
    return new Affine(Optional.empty(), Optional.of(offset));
  }

  /** y, for x of the same shape. */
  public Tensor forward(Tensor x) {
    Tensor y = backward(x);
    if (offset.isPresent()) {
      double[] b = offset.get().values();
      for (int i = 0; i < b.length; i++) {
        y.values()[i] += b[i];
      }
    }
    return y;
  }

  /** {@link #forward} as a formula. */
  public Term formula(Term x) {
    Term scaled = factor.map(a -> x.times(x.constant(a).rounded())).orElse(x);
    return offset.map(b -> scaled.plus(x.constant(b).rounded())).orElse(scaled);
  }

  /** dx, for dy of the same shape. */
  public Tensor backward(Tensor dy) {
    Tensor dx = dy.copy();
    if (factor.isPresent()) {
      double[] a = factor.get().values();
      for (int i = 0; i < a.length; i++) {
        dx.values()[i] *= a[i];
      }
    }
    return dx;
  }
}
