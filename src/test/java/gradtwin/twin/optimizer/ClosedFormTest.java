package gradtwin.twin.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.tensor.Decimals;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two steps of each optimizer by hand, with round hyperparameters and a large epsilon. */
class ClosedFormTest {
  /** The expected numbers are computed in float64. */
  private static final double ROUNDING = 4e-16;

  private static ClosedForm.Value after(Optimizer optimizer, double... gradients) {
    return after(Collections.nCopies(gradients.length, optimizer), gradients);
  }

  private static ClosedForm.Value after(List<? extends Optimizer> optimizers, double... gradients) {
    return new ClosedForm.History(
            optimizers,
            Arrays.stream(gradients).mapToObj(Decimals::of).toList(),
            gradients.length - 1)
        .value();
  }

  private static void assertValue(ClosedForm.Value value, double step, double... memory) {
    assertEquals(step, value.step().doubleValue(), ROUNDING * Math.abs(step));
    assertEquals(memory.length, value.memory().size());
    for (int i = 0; i < memory.length; i++) {
      double expected = memory[i];
      assertEquals(expected, value.memory().get(i).doubleValue(), ROUNDING * Math.abs(expected));
    }
  }

  @Test
  void sgd() {
    assertValue(after(new Sgd(0.5), 8, 4), 2);
  }

  @Test
  void noOp() {
    assertValue(after(new NoOp(), 8, 4), 4);
  }

  /** v = -4, then -4/2 - 2 = -4; u = 3/2 * 4 = 6, then -4/2 + 3/2 * 4 = 4. */
  @Test
  void nesterovs() {
    Nesterovs optimizer = new Nesterovs(1, 0.5);
    assertValue(after(optimizer, 4), 6, -4);
    assertValue(after(optimizer, 4, 2), 4, -4);
  }

  /** Rate 1, then 2; momentum 1/2, then 1/4: v = -4, then -4/4 - 2 * 2 = -5; u = -1 + 5/4 * 5. */
  @Test
  void nesterovsWithSchedules() {
    List<Optimizer> optimizers = List.of(new Nesterovs(1, 0.5), new Nesterovs(2, 0.25));
    assertValue(after(optimizers, 4, 2), 5.25, -5);
  }

  /** h = 1e-6 + 9 + 16. */
  @Test
  void adaGrad() {
    double h = 25.000001;
    assertValue(after(new AdaGrad(1, 1), 3, 4), 4 / (Math.sqrt(h) + 1), h);
  }

  /** h starts at epsilon, 1: 1/2 + 1/2 = 1, then 1/2 + 9/2 = 5. */
  @Test
  void rmsProp() {
    RmsProp optimizer = new RmsProp(1, 0.5, 1);
    assertValue(after(optimizer, 1), 0.5, 1);
    assertValue(after(optimizer, 1, 3), 3 / (Math.sqrt(5) + 1), 5);
  }

  /**
   * g = 2: s = 2, u = 2 / sqrt(3), x = 4/3 / 2 = 2/3. g = 2: s = 1 + 2 = 3, u = 2 sqrt(5/3) / 2, x
   * = 1/3 + 5/6 = 7/6.
   */
  @Test
  void adaDelta() {
    AdaDelta optimizer = new AdaDelta(0.5, 1);
    assertValue(after(optimizer, 2), 2 / Math.sqrt(3), 2, 2.0 / 3);
    assertValue(after(optimizer, 2, 2), Math.sqrt(5.0 / 3), 3, 7.0 / 6);
  }

  /**
   * g = 2: m = 1, v = 1, a = sqrt(1/4) / (1/2) = 1, u = 1/2; with epsilon inside the correction it
   * would be 2/3. g = 2: m = 3/2, v = 7/4, a = sqrt(7/16) / (3/4).
   */
  @Test
  void adam() {
    Adam optimizer = new Adam(1, 0.5, 0.75, 1);
    double half = Math.sqrt(7) / 2;
    assertValue(after(optimizer, 2), 0.5, 1, 1);
    assertValue(after(optimizer, 2, 2), half / (half + 1), 1.5, 1.75);
  }

  /** g = 2, then 0: v = 1, then 3/4, h = 1 both times; m = 1, then 1/2, a = sqrt(7)/3. */
  @Test
  void amsGrad() {
    AmsGrad optimizer = new AmsGrad(1, 0.5, 0.75, 1);
    assertValue(after(optimizer, 2, 0), Math.sqrt(7) / 12, 0.5, 0.75, 1);
  }

  /** g = 4: m = 2, s = 4, u = 2 * 2 / 4. g = 0: m = 1, s = 2, u = 4/3 / 2. */
  @Test
  void adaMax() {
    AdaMax optimizer = new AdaMax(1, 0.5, 0.5);
    assertValue(after(optimizer, 4), 1, 2, 4);
    assertValue(after(optimizer, 4, 0), 2.0 / 3, 1, 2);
  }

  /** An element that is always 0 makes no step: s = 1e-32, then 1e-32 / 2 + 1e-32. */
  @Test
  void adaMaxOfNothing() {
    assertValue(after(new AdaMax(1, 0.5, 0.5), 0, 0), 0, 0, 1.5e-32);
  }

  /**
   * g = 2: m = 1, v = 1, (1/2 + 1) / (1/2) = 3 over sqrt(1 / (1/4)) + 1 = 3. g = 2: m = 3/2, v =
   * 7/4, (3/4 + 1) / (3/4) = 7/3 over sqrt(7/4 / (7/16)) + 1 = 3.
   */
  @Test
  void nadam() {
    Nadam optimizer = new Nadam(1, 0.5, 0.75, 1);
    assertValue(after(optimizer, 2), 1, 1, 1);
    assertValue(after(optimizer, 2, 2), 7.0 / 9, 1.5, 1.75);
  }

  /** Bias corrections go by the iteration, not by how many gradients there were: 1 - 1/2^3. */
  @Test
  void theIterationMayHaveJumped() {
    ClosedForm.Value value =
        new ClosedForm.History(List.of(new AdaMax(1, 0.5, 0.5)), List.of(Decimals.of(4)), 2)
            .value();
    assertValue(value, 0.5 / 0.875, 2, 4);
    assertEquals(1 + 1 / 0.875, value.magnification());
  }

  @Test
  void everyGradientNeedsItsOptimizer() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClosedForm.History(List.of(new NoOp()), List.of(), 0));
  }
}
