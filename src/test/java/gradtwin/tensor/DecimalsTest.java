package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class DecimalsTest {
  /** Of fifty digits some are lost to squaring. */
  private static void assertDigits(String expected, BigDecimal actual) {
    BigDecimal exact = new BigDecimal(expected);
    BigDecimal off = actual.subtract(exact).abs().divide(exact.abs(), Decimals.DIGITS);
    assertTrue(off.compareTo(BigDecimal.valueOf(1, 38)) < 0, actual + " is off by " + off);
  }

  /** The digits are those of the literature (OEIS A001113, A002162, A002193). */
  @Test
  void knownConstants() {
    assertDigits(
        "2.7182818284590452353602874713526624977572470937", Decimals.exponential(BigDecimal.ONE));
    assertDigits(
        "0.69314718055994530941723212145817656807550013436", Decimals.logarithm(Decimals.of(2)));
    assertDigits(
        "1.4142135623730950488016887242096980785696718753",
        Decimals.power(Decimals.of(2), Decimals.of(0.5)));
    assertDigits("1.4142135623730950488016887242096980785696718753", Decimals.root(Decimals.of(2)));
  }

  @Test
  void wholePowers() {
    assertEquals(new BigDecimal(1024), Decimals.power(Decimals.of(2), 10));
    assertEquals(BigDecimal.ONE, Decimals.power(Decimals.of(0.1), 0));
    // (1 - 1/2^40)^(2^40) is e^-1 less 1 / (2 2^40) of it, to first order
    BigDecimal base = Decimals.of(1 - 0x1p-40);
    double expected = Math.exp(-1) * (1 - 0x1p-41);
    assertEquals(expected, Decimals.power(base, 1L << 40).doubleValue(), 4e-16 * expected);
  }

  @Test
  void exponentialsBeyondFloat64() {
    assertEquals(BigDecimal.ZERO, Decimals.exponential(Decimals.of(-1e6)));
    assertThrows(ArithmeticException.class, () -> Decimals.exponential(Decimals.of(1e6)));
  }
}
