package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.Precision;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private static final double ROUNDING = 1e-15;

  private static Difference of(Tensor dl4j, Tensor twin) {
    return Difference.of(List.of(dl4j), List.of(twin), Precision.FLOAT64);
  }

  /**
   * D = [3 4; 0 1], H = [3 2; 0 1]: d = [0 2; 0 0], max |H| = 3.
   *
   * <pre>
   * block-relative 2/3, relative 2/2 = 1, norm-relative 2/sqrt(14)
   * cosine = (9+8+1) / sqrt(26*14) = 18/sqrt(364), scale = 18/14
   * </pre>
   */
  @Test
  void metricsByHand() {
    Difference difference =
        of(
            Tensor.matrix(new double[] {3, 4}, new double[] {0, 1}),
            Tensor.matrix(new double[] {3, 2}, new double[] {0, 1}));
    assertEquals(4, difference.elements());
    assertEquals(2, difference.maxAbsolute());
    assertEquals(1, difference.maxRelative());
    assertEquals(2.0 / 3, difference.blockRelative(), ROUNDING);
    assertEquals(2 / Math.sqrt(14), difference.normRelative(), ROUNDING);
    assertEquals(18 / Math.sqrt(364), difference.cosine(), ROUNDING);
    assertEquals(18.0 / 14, difference.scale(), ROUNDING);
    // D - 9/7 H = [3-27/7  4-18/7; 0  1-9/7], largest 10/7, over 4
    assertEquals(10.0 / 28, difference.residual(), ROUNDING);
    assertEquals(List.of(0, 1), difference.worst().index());
    assertEquals(4, difference.worst().dl4j());
    assertEquals(2, difference.worst().twin());
    assertTrue(difference.finite());
    assertFalse(difference.bothZero());
  }

  @Test
  void aFactorIsPure() {
    Difference difference = of(Tensor.vector(2, -4, 6), Tensor.vector(1, -2, 3));
    assertEquals(2, difference.scale());
    assertEquals(0, difference.residual());
    assertEquals(1, difference.cosine(), ROUNDING); // and sees nothing
  }

  @Test
  void deadBlocks() {
    Difference both = of(Tensor.vector(0, 0), Tensor.vector(0, 0));
    assertTrue(both.bothZero());
    assertEquals(0, both.blockRelative());
    assertEquals(1, both.cosine());
    Difference twinOnly = of(Tensor.vector(1, 0), Tensor.vector(0, 0));
    assertEquals(Double.POSITIVE_INFINITY, twinOnly.blockRelative());
    Difference dl4jOnly = of(Tensor.vector(0, 0), Tensor.vector(1, 0));
    assertEquals(1, dl4jOnly.blockRelative());
    assertEquals(0, dl4jOnly.scale());
  }

  @Test
  void aNumberThatIsNoneIsWorst() {
    Difference difference = of(Tensor.vector(1, Double.NaN, 5), Tensor.vector(1, 2, 3));
    assertFalse(difference.finite());
    assertEquals(List.of(1), difference.worst().index());
  }

  @Test
  void severalBatchesEachByItsOwnSize() {
    // the small batch is off by half of its own size, which the large one must not hide
    Difference difference =
        Difference.of(
            List.of(Tensor.vector(1000), Tensor.vector(0.15), Tensor.vector(1000)),
            List.of(Tensor.vector(1000), Tensor.vector(0.1), Tensor.vector(1000)),
            Precision.FLOAT64);
    assertEquals(0.5, difference.blockRelative(), ROUNDING);
    assertEquals(1, difference.worst().batch());
    assertEquals(3, difference.elements());
  }

  @Test
  void ulpsAreThoseOfDl4jsType() {
    double next32 = Math.nextUp(1f);
    Difference in32 =
        Difference.of(List.of(Tensor.vector(next32)), List.of(Tensor.vector(1)), Precision.FLOAT32);
    assertEquals(1, in32.ulp().maximum());
    Difference in64 = of(Tensor.vector(Math.nextUp(Math.nextUp(1.0))), Tensor.vector(1));
    assertEquals(2, in64.ulp().median());
  }

  @Test
  void nothingIsNotCompared() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Difference.of(List.of(), List.of(), Precision.FLOAT64));
    assertThrows(
        IllegalArgumentException.class,
        () -> of(Tensor.zeros(Shape.of(2)), Tensor.zeros(Shape.of(3))));
  }
}
