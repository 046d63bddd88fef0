package gradtwin.twin.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class MeanAbsoluteErrorTest {
  private static final Loss LOSS = new MeanAbsoluteError();
  private static final Tensor O = Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
  private static final Tensor Y = Tensor.matrix(new double[] {0, 4, 3}, new double[] {1, 5, 8});

  /**
   *
   *
   * <pre>
   * o - y = (1 -2  0)    L  = (1 + 2 + 0 + 3 + 0 + 2) / 6 = 8/6
   *         (3  0 -2)    do = 1/6 sign(o - y), which is 0 at the two kinks
   * </pre>
   */
  @Test
  void byHand() {
    assertEquals(8 / 6.0, LOSS.value(O, Y), Math.ulp(1.0));
    assertArrayEquals(
        new double[] {1 / 6.0, -1 / 6.0, 0, 1 / 6.0, 0, -1 / 6.0}, LOSS.gradient(O, Y).values());
  }

  @Test
  void gradientBesideTheKinks() {
    GradientCheck check = GradientCheck.loss(LOSS, O.copy(), Y).assertPasses();
    assertEquals(4, check.checked());
    assertEquals(2, check.kinks());
  }
}
