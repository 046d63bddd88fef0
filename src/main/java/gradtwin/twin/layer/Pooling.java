package gradtwin.twin.layer;

import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;
import java.util.Optional;

/**
 * What one number stands for all numbers of a window. A window is the places of its numbers in a
 * plane, which begins somewhere in an array.
 */
public sealed interface Pooling {
  /** The number for a window. */
  double forward(double[] x, int plane, int[] window);

  /**
   * Adds to dx what the window passes down.
   *
   * @param y the number for the window
   * @param dy the gradient that arrives at it
   */
  void backward(double[] x, int plane, int[] window, double y, double dy, double[] dx);

  /** How a formula takes from everything what windows see. */
  interface Windowing {
    /**
     * What the windows see of numbers, in the last of one axis or more: [..., K].
     *
     * @param absent what is put where a window sees less than others
     */
    Term seen(Term numbers, double absent);
  }

  /**
   * The numbers for the windows as a formula: [...].
   *
   * @param x everything
   */
  Term formula(Term x, Windowing windowing);

  /** A fingerprint of the smooth piece on which the window's numbers lie. */
  default int piece(double[] x, int plane, int[] window) {
    return 0;
  }

  /**
   * The greatest number, which alone gets the gradient; of several equal ones the first. That of no
   * number is minus infinity.
   */
  record Max() implements Pooling {
    @Override
    public double forward(double[] x, int plane, int[] window) {
      return window.length == 0 ? Double.NEGATIVE_INFINITY : x[plane + argmax(x, plane, window)];
    }

    @Override
    public Term formula(Term x, Windowing windowing) {
      Term seen = windowing.seen(x, Double.NEGATIVE_INFINITY);
      return seen.largest(seen.shape().rank() - 1);
    }

    @Override
    public void backward(double[] x, int plane, int[] window, double y, double dy, double[] dx) {
      if (window.length > 0) {
        dx[plane + argmax(x, plane, window)] += dy;
      }
    }

    @Override
    public int piece(double[] x, int plane, int[] window) {
      return window.length == 0 ? 0 : argmax(x, plane, window);
    }

    private static int argmax(double[] x, int plane, int[] window) {
      int best = window[0];
      for (int place : window) {
        if (x[plane + place] > x[plane + best]) {
          best = place;
        }
      }
      return best;
    }
  }

  /** The sum. */
  record Sum() implements Pooling {
    @Override
    public double forward(double[] x, int plane, int[] window) {
      double sum = 0;
      for (int place : window) {
        sum += x[plane + place];
      }
      return sum;
    }

    @Override
    public Term formula(Term x, Windowing windowing) {
      Term seen = windowing.seen(x, 0);
      return seen.sum(seen.shape().rank() - 1);
    }

    @Override
    public void backward(double[] x, int plane, int[] window, double y, double dy, double[] dx) {
      for (int place : window) {
        dx[plane + place] += dy;
      }
    }
  }

  /**
   * The mean. That of no number is not a number.
   *
   * @param divisor what the sum is divided by; the count of the window's numbers if empty
   */
  record Average(Optional<Integer> divisor) implements Pooling {
    @Override
    public double forward(double[] x, int plane, int[] window) {
      return new Sum().forward(x, plane, window) / divisor.orElse(window.length);
    }

    @Override
    public Term formula(Term x, Windowing windowing) {
      Term sum = new Sum().formula(x, windowing);
      if (divisor.isPresent()) {
        return sum.times(1.0 / divisor.get());
      }
      Tensor ones = x.value().zerosLike();
      ones.fill(1);
      Tensor shares = new Sum().formula(x.constant(ones), windowing).value();
      for (int i = 0; i < shares.size(); i++) {
        shares.values()[i] = 1 / shares.values()[i];
      }
      return sum.times(shares);
    }

    @Override
    public void backward(double[] x, int plane, int[] window, double y, double dy, double[] dx) {
      new Sum().backward(x, plane, window, y, dy / divisor.orElse(window.length), dx);
    }
  }

  /**
   * The p-norm {@code (sum |x|ᵖ)^(1/p)}, whose derivative is {@code sign(x) (|x|/y)ᵖ⁻¹}. Where it
   * has none (all numbers are 0, or one is and p is 1), 0 is taken, which is a subgradient.
   *
   * @param p a whole number of at least 1
   */
  record PNorm(int p) implements Pooling {
    @Override
    public double forward(double[] x, int plane, int[] window) {
      double sum = 0;
      for (int place : window) {
        sum += Math.pow(Math.abs(x[plane + place]), p);
      }
      return Math.pow(sum, 1.0 / p);
    }

    @Override
    public Term formula(Term x, Windowing windowing) {
      double[] kinks = p % 2 == 0 ? new double[0] : new double[] {0};
      Term powers = x.map(z -> z.re() == 0 ? Complex.of(0) : z.abs().power(p), kinks);
      Term sum = new Sum().formula(powers, windowing);
      return p == 1 ? sum : sum.root(p);
    }

    @Override
    public void backward(double[] x, int plane, int[] window, double y, double dy, double[] dx) {
      if (y == 0) {
        return;
      }
      for (int place : window) {
        double value = x[plane + place];
        dx[plane + place] += dy * Math.signum(value) * Math.pow(Math.abs(value) / y, p - 1);
      }
    }

    /** An even power is smooth at 0, an odd one is not. */
    @Override
    public int piece(double[] x, int plane, int[] window) {
      int piece = 1;
      for (int place : window) {
        piece = 31 * piece + (p % 2 == 0 ? 0 : (int) Math.signum(x[plane + place]));
      }
      return piece;
    }
  }
}
