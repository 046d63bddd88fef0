package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * For w = (3, -4, 0): the sum of absolute values is 7, the sum of squares 25. All factors are
 * powers of two, so that every expected value is exact.
 */
class PenaltyTest {
  private static final Tensor W = Tensor.vector(3, -4, 0);

  @Test
  void valueByHand() {
    assertEquals(0, Penalty.NONE.of(W));
    assertEquals(0.5 * 7, new Penalty(0.5, 0, 0).of(W));
    assertEquals(0.25 / 2 * 25, new Penalty(0, 0.25, 0).of(W));
    assertEquals(0.125 / 2 * 25, new Penalty(0, 0, 0.125).of(W));
    // 3.5 + (0.25 + 0.125) / 2 * 25 = 3.5 + 4.6875
    assertEquals(8.1875, new Penalty(0.5, 0.25, 0.125).of(W));
  }

  /** 0.5 sign(w) + 0.25 w = (0.5 + 0.75, -0.5 - 1, 0); decoupled decay adds nothing here. */
  @Test
  void gradientByHand() {
    Tensor dw = Tensor.vector(1, 1, 1);
    new Penalty(0.5, 0.25, 0.125).addGradient(W, dw);
    assertArrayEquals(new double[] {2.25, -0.5, 1}, dw.values());

    dw = Tensor.vector(1, 1, 1);
    new Penalty(0, 0, 0.125).addGradient(W, dw);
    assertArrayEquals(new double[] {1, 1, 1}, dw.values());
  }

  /**
   * Next to 2^24 float32 numbers lie 2 apart, so that two ones added one by one are lost; next to
   * 2^54 float64 numbers lie 4 apart. An accurate sum has them.
   */
  @Test
  void whatPlainSumsLose() {
    Penalty squares = new Penalty(0, 1, 1); // (l2 + weightDecay) / 2 = 1
    Tensor w = Tensor.vector(4096, 1, 1);
    assertEquals(0x1p24 + 2, squares.of(w));
    assertEquals(2, squares.roundingOfPlainSumsInFloat32(w));
    assertEquals(0, squares.roundingOfPlainSums(w));
    Tensor larger = Tensor.vector(0x1p27, 1, 1, 1, 1);
    assertEquals(0x1p54 + 4, squares.of(larger));
    assertEquals(4, squares.roundingOfPlainSums(larger));
    assertEquals(0, new Penalty(1, 0, 0).roundingOfPlainSums(larger));
    assertEquals(
        1, new Penalty(0.5, 0, 0).roundingOfPlainSumsInFloat32(Tensor.vector(0x1p24, -1, 1)));
  }

  /** L1 alone and L2 alone: neither may depend on the other being there. */
  @Test
  void eachTermStandsAlone() {
    Tensor l1 = Tensor.zeros(W.shape());
    new Penalty(0.5, 0, 0).addGradient(W, l1);
    assertArrayEquals(new double[] {0.5, -0.5, 0}, l1.values());

    Tensor l2 = Tensor.zeros(W.shape());
    new Penalty(0, 0.25, 0).addGradient(W, l2);
    assertArrayEquals(new double[] {0.75, -1, 0}, l2.values());
  }
}
