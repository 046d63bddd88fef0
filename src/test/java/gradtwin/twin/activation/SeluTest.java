package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.assertAt;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.GradientCheck;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SeluTest {
  /** The paper's authors published 1.0507009873554804934193349852946. */
  private static final double LAMBDA = 1.0507009873554805;

  /** That number times their alpha, 1.6732632423543772848170429916717. */
  private static final double LAMBDA_ALPHA = 1.7580993408473768;

  /** With exp(-log 2) = 1/2. */
  @Test
  void valuesAndSlopes() {
    assertAt(new Selu(), 1, LAMBDA, LAMBDA);
    assertAt(new Selu(), 2, 2 * LAMBDA, LAMBDA);
    assertAt(new Selu(), -Math.log(2), -LAMBDA_ALPHA / 2, LAMBDA_ALPHA / 2);
    assertNanStaysNan(new Selu());
  }

  @Test
  void extremes() {
    assertAt(new Selu(), 1000, 1000 * LAMBDA, LAMBDA);
    assertAt(new Selu(), -300, -LAMBDA_ALPHA, LAMBDA_ALPHA * Math.exp(-300));
    assertAt(new Selu(), -1000, -LAMBDA_ALPHA, 0);
  }

  /** At the kink, from either zero, the derivative is the one of the left side. */
  @Test
  void kink() {
    assertAt(new Selu(), 0, 0, LAMBDA_ALPHA);
    assertAt(new Selu(), -0.0, -0.0, LAMBDA_ALPHA);
  }

  /**
   * What the two constants are for: of a standard normal z, f(z) has mean 0 and variance 1.
   * Simpson's rule over [-12, 0] and [0, 12], where f is smooth; the tails weigh less than 1e-30.
   */
  @Test
  void standardNormalNumbersStayStandard() {
    Selu selu = new Selu();
    double mean = expectation(selu::value);
    double square = expectation(z -> selu.value(z) * selu.value(z));
    double quadrature = 1e-12; // h^4/180 * 12 * the fourth derivative, with h = 12/20000
    assertEquals(0, mean, quadrature);
    assertEquals(1, square, quadrature);
  }

  private static double expectation(DoubleUnaryOperator f) {
    return simpson(f, -12) + simpson(f, 12);
  }

  /** The integral of f times the normal density between 0 and the given end. */
  private static double simpson(DoubleUnaryOperator f, double end) {
    int intervals = 20_000;
    double sum = 0;
    for (int i = 0; i <= intervals; i++) {
      double z = end * i / intervals;
      double weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * f.applyAsDouble(z) * Math.exp(-z * z / 2);
    }
    return sum * Math.abs(end) / intervals / 3 / Math.sqrt(2 * Math.PI);
  }

  @Test
  void derivative() {
    assertEquals(8, GradientCheck.activation(new Selu(), POINTS.copy()).assertPasses().checked());
  }
}
