package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RichardsonDerivativeTest {
  /** What differences of a function of size 1 resolve at a step of 1e-2, and some room. */
  private static final double RESOLUTION = 1e-11;

  @Test
  void findsTheDerivativeOfSmoothFunctions() {
    assertEquals(Math.E, RichardsonDerivative.at(h -> Math.exp(1 + h), 1e-2).value(), RESOLUTION);
    assertEquals(
        Math.cos(2), RichardsonDerivative.at(h -> Math.sin(2 + h), 1e-2).value(), RESOLUTION);
    assertEquals(
        1 - Math.tanh(0.3) * Math.tanh(0.3),
        RichardsonDerivative.at(h -> Math.tanh(0.3 + h), 1e-2).value(),
        RESOLUTION);
  }

  @Test
  void extrapolationBeatsThePlainDifference() {
    double plain = (Math.exp(1e-2) - Math.exp(-1e-2)) / 2e-2; // error h^2/6 = 1.7e-5
    assertTrue(Math.abs(plain - 1) > 1e-5);
    assertEquals(1, RichardsonDerivative.at(Math::exp, 1e-2).value(), RESOLUTION);
  }

  @Test
  void theExpectedErrorCoversTheTrueOneTenfold() {
    for (int i = 0; i < 200; i++) {
      double x = -3 + 0.03 * i;
      double step = Math.pow(10, -2 - i % 5);
      RichardsonDerivative.Estimate estimate =
          RichardsonDerivative.at(h -> Math.sin(x + h) + 2, step);
      double error = Math.abs(estimate.value() - Math.cos(x));
      assertTrue(
          error <= 10 * estimate.error(),
          "at " + x + " with step " + step + ": " + error + " against " + estimate);
    }
  }

  @Test
  void aStepBelowTheRoundingOfTheFunctionIsNotCalledExact() {
    RichardsonDerivative.Estimate estimate = RichardsonDerivative.at(h -> 1000 + h, 1e-7);
    assertTrue(estimate.error() >= 1e-6, estimate.toString()); // ulp(1000)/1e-7 is about 1e-6
  }
}
