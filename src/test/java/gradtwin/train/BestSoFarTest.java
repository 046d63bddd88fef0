package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.Metric;
import org.junit.jupiter.api.Test;

class BestSoFarTest {
  @Test
  void aLossIsBetterWhenItIsLower() {
    BestSoFar best = new BestSoFar(Metric.LOSS, 0);

    assertTrue(best.offer(1, 0.5));
    assertTrue(best.offer(2, 0.4));
    assertFalse(best.offer(3, 0.4));
    assertFalse(best.offer(4, 0.6));
    assertEquals(2, best.epoch());
    assertEquals(0.4, best.value());
  }

  @Test
  void anAccuracyIsBetterWhenItIsHigher() {
    BestSoFar best = new BestSoFar(Metric.ACCURACY, 0);

    assertTrue(best.offer(1, 0.5));
    assertFalse(best.offer(2, 0.4));
    assertTrue(best.offer(3, 0.6));
    assertEquals(3, best.epoch());
  }

  @Test
  void aSmallImprovementDoesNotCountIfALargerOneIsAskedFor() {
    BestSoFar best = new BestSoFar(Metric.LOSS, 0.125);

    assertTrue(best.offer(1, 1));
    assertFalse(best.offer(2, 0.875));
    assertTrue(best.offer(3, 0.75));
  }

  @Test
  void aNanIsNoImprovement() {
    BestSoFar best = new BestSoFar(Metric.LOSS, 0);

    assertTrue(best.offer(1, 0.5));
    assertFalse(best.offer(2, Double.NaN));
  }
}
