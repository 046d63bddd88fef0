package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.compare.Trajectory.Growth;
import gradtwin.compare.Trajectory.Growth.Kind;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowthFitTest {
  private static Growth of(int steps, IntToDoubleFunction distance) {
    return GrowthFit.of(IntStream.rangeClosed(1, steps).mapToDouble(distance).toArray());
  }

  @Test
  void aConstantErrorAddsUp() {
    Growth growth = of(300, step -> 1e-6 * step);
    assertEquals(Kind.POWER, growth.kind());
    assertEquals(1, growth.exponent(), 1e-12);
    assertEquals("grows like the steps to the power 1.00", growth.toString());
  }

  @Test
  void randomErrorsAddUpMoreSlowly() {
    Growth growth = of(300, step -> 1e-16 * Math.sqrt(step));
    assertEquals(Kind.POWER, growth.kind());
    assertEquals(0.5, growth.exponent(), 1e-12);
  }

  @Test
  void chaosDoubles() {
    Growth growth = of(100, step -> 1e-16 * Math.pow(2, step / 5.0));
    assertEquals(Kind.EXPONENTIAL, growth.kind());
    assertEquals(5, growth.doubling(), 1e-9);
    assertEquals("grows exponentially, doubling in 5.0 steps", growth.toString());
  }

  /** 2^(8/3) is 6: a power could do that too. */
  @Test
  void aLittleOfAnExponentialIsNotCalledOne() {
    assertEquals(Kind.POWER, of(40, step -> 1e-16 * Math.pow(2, step / 15.0)).kind());
  }

  @Test
  void whatStaysIsSteady() {
    assertEquals(Kind.STEADY, of(300, step -> 1e-16 * (1 + step % 2)).kind());
    assertEquals(Kind.STEADY, of(300, step -> 1e-6 / step).kind());
    assertEquals(Kind.STEADY, of(300, step -> 0).kind());
    assertEquals("does not grow", of(1, step -> 1).toString());
  }

  @Test
  void zerosAreLeftOut() {
    Growth growth = of(300, step -> step % 3 == 0 ? 0 : 1e-6 * step);
    assertEquals(Kind.POWER, growth.kind());
    assertEquals(1, growth.exponent(), 1e-12);
  }
}
