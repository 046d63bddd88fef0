package gradtwin.twin.formula;

/** A function of one variable that is known on the complex plane around the real axis. */
@FunctionalInterface
public interface ComplexFunction {
  /** Of the complex step: {@code f'(x) = Im f(x + ih)/h + O(h²)}, and h² is far below rounding. */
  double STEP = 1e-100;

  Complex at(Complex z);

  /**
   * f'(x), by the complex step. Source: Squire and Trapp, "Using complex variables to estimate
   * derivatives of real functions", SIAM Review 40(1), 1998.
   */
  default double derivative(double x) {
    return at(new Complex(x, STEP)).im() / STEP;
  }
}
