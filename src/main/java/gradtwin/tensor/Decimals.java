package gradtwin.tensor;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Arithmetic with fifty decimal digits, for reference values: what is computed with it is exact as
 * far as a float64 can tell.
 */
public final class Decimals {
  public static final MathContext DIGITS = new MathContext(50);

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** Halvings after which an argument is small enough for a short series. */
  private static final int HALVINGS = 20;

  /** Beyond e^±2000 a float64 is 0 or infinite. */
  private static final double GREATEST_EXPONENT = 2000;

  private Decimals() {}

  /** The number that a float64 stands for, all digits of it. */
  public static BigDecimal of(double value) {
    return new BigDecimal(value);
  }

  public static BigDecimal sum(BigDecimal a, BigDecimal b) {
    return a.add(b, DIGITS);
  }

  public static BigDecimal difference(BigDecimal a, BigDecimal b) {
    return a.subtract(b, DIGITS);
  }

  public static BigDecimal product(BigDecimal a, BigDecimal b) {
    return a.multiply(b, DIGITS);
  }

  public static BigDecimal quotient(BigDecimal a, BigDecimal b) {
    return a.divide(b, DIGITS);
  }

  /** The square root of a number that is not negative. */
  public static BigDecimal root(BigDecimal a) {
    return a.sqrt(DIGITS);
  }

  /**
   * A power by repeated squaring.
   *
   * @param exponent at least 0
   */
  public static BigDecimal power(BigDecimal base, long exponent) {
    BigDecimal power = BigDecimal.ONE;
    BigDecimal square = base;
    for (long left = exponent; left > 0; left /= 2) {
      if (left % 2 == 1) {
        power = product(power, square);
      }
      square = product(square, square);
    }
    return power;
  }

  /**
   * A power with any exponent.
   *
   * @param base above 0
   */
  public static BigDecimal power(BigDecimal base, BigDecimal exponent) {
    return exponential(product(exponent, logarithm(base)));
  }

  /** e^x; 0 where it is far below every float64. */
  public static BigDecimal exponential(BigDecimal x) {
    if (x.doubleValue() < -GREATEST_EXPONENT) {
      return BigDecimal.ZERO;
    }
    if (x.doubleValue() > GREATEST_EXPONENT) {
      throw new ArithmeticException("e^" + x.doubleValue() + " is far above every float64");
    }
    BigDecimal reduced = quotient(x, power(TWO, HALVINGS));
    BigDecimal term = BigDecimal.ONE;
    BigDecimal series = BigDecimal.ONE;
    for (int n = 1;
        term.signum() != 0 && term.abs().compareTo(BigDecimal.valueOf(1, 60)) > 0;
        n++) {
      term = quotient(product(term, reduced), BigDecimal.valueOf(n));
      series = sum(series, term);
    }
    for (int i = 0; i < HALVINGS; i++) {
      series = product(series, series);
    }
    return series;
  }

  /**
   * The natural logarithm, by Newton's method from the one of float64.
   *
   * @param x above 0, in the range of float64
   */
  public static BigDecimal logarithm(BigDecimal x) {
    BigDecimal y = of(Math.log(x.doubleValue()));
    for (int i = 0; i < 2; i++) { // 16 digits, 32, 64
      y = sum(y, difference(product(x, exponential(y.negate())), BigDecimal.ONE));
    }
    return y;
  }
}
