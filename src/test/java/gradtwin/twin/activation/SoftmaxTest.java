package gradtwin.twin.activation;

import static gradtwin.twin.activation.ActivationCheck.POINTS;
import static gradtwin.twin.activation.ActivationCheck.ROUNDINGS;
import static gradtwin.twin.activation.ActivationCheck.assertNanStaysNan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import org.junit.jupiter.api.Test;

class SoftmaxTest {
  private static final Softmax SOFTMAX = new Softmax();

  /** exp gives (1, 2, 3) and (1, 1, 2): the rows are divided by 6 and by 4. */
  private static final Tensor Z =
      Tensor.matrix(
          new double[] {0, Math.log(2), Math.log(3)}, new double[] {5, 5, 5 + Math.log(2)});

  @Test
  void forwardByHand() {
    assertArrayEquals(
        new double[] {1 / 6.0, 1 / 3.0, 1 / 2.0, 1 / 4.0, 1 / 4.0, 1 / 2.0},
        SOFTMAX.forward(Z).values(),
        ROUNDINGS);
  }

  /**
   *
   *
   * <pre>
   * dy = (6, 0, 0):  dy·y = 1          dz = (1/6 (6 - 1), 1/3 (0 - 1), 1/2 (0 - 1))
   * dy = (1, 2, 3):  dy·y = 9/4        dz = (1/4 (1 - 9/4), 1/4 (2 - 9/4), 1/2 (3 - 9/4))
   * </pre>
   */
  @Test
  void backwardByHand() {
    Tensor dy = Tensor.matrix(new double[] {6, 0, 0}, new double[] {1, 2, 3});
    assertArrayEquals(
        new double[] {5 / 6.0, -1 / 3.0, -1 / 2.0, -5 / 16.0, -1 / 16.0, 3 / 8.0},
        SOFTMAX.backward(Z, SOFTMAX.forward(Z), dy).values(),
        ROUNDINGS);
  }

  /** What is certain is certain, and the sum stays 1; exp(1000) alone would be infinite. */
  @Test
  void extremes() {
    Tensor y =
        SOFTMAX.forward(
            Tensor.matrix(
                new double[] {1000, -1000, 0},
                new double[] {-1000, -1000, -1000},
                new double[] {300, -300, 300}));
    assertArrayEquals(new double[] {1, 0, 0}, y.rowsCopied(0, 1).values());
    assertArrayEquals(
        new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, y.rowsCopied(1, 2).values(), ROUNDINGS);
    assertEquals(0.5, y.at(2, 0), ROUNDINGS);
    assertEquals(Math.exp(-600) / 2, y.at(2, 1), ROUNDINGS * Math.exp(-600));
    assertNanStaysNan(SOFTMAX);
  }

  @Test
  void nanStaysInItsRow() {
    Tensor y = SOFTMAX.forward(Tensor.matrix(new double[] {Double.NaN, 0}, new double[] {0, 0}));
    assertTrue(Double.isNaN(y.at(0, 0)) && Double.isNaN(y.at(0, 1)), y.toString());
    assertEquals(0.5, y.at(1, 0));
  }

  @Test
  void shiftChangesNothing() {
    assertArrayEquals(
        SOFTMAX.forward(Tensor.matrix(new double[] {1, 2, 4})).values(),
        SOFTMAX.forward(Tensor.matrix(new double[] {1001, 1002, 1004})).values());
  }

  @Test
  void derivative() {
    assertEquals(8, GradientCheck.activation(SOFTMAX, POINTS.copy()).assertPasses().checked());
    GradientCheck.activation(SOFTMAX, Z.copy()).assertPasses();
  }
}
