package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import org.junit.jupiter.api.Test;

class MosaicTest {
  private static final int GAP = -1;

  private static int[][] pixels(Mosaic mosaic) {
    int[][] pixels = new int[mosaic.pixelHeight()][mosaic.pixelWidth()];
    for (int y = 0; y < pixels.length; y++) {
      for (int x = 0; x < pixels[y].length; x++) {
        pixels[y][x] = mosaic.element(x, y);
      }
    }
    return pixels;
  }

  private static Tensor zeros(int... sizes) {
    return Tensor.zeros(Shape.of(sizes));
  }

  @Test
  void fewFeaturesAreAMatrixOfTheShownExamples() {
    assertArrayEquals(
        new int[][] {{3, 4, 5}, {6, 7, 8}}, pixels(Mosaic.ofExamples(zeros(4, 3), 1, 2)));
  }

  /** A flattened image is an image again. */
  @Test
  void manyFeaturesAreFoldedIntoASquare() {
    Mosaic mosaic = Mosaic.ofExamples(zeros(3, 36), 1, 2);

    assertEquals(6, mosaic.pixelHeight());
    assertEquals(13, mosaic.pixelWidth());
    assertEquals(36, mosaic.element(0, 0));
    assertEquals(36 + 6, mosaic.element(0, 1));
    assertEquals(36 + 35, mosaic.element(5, 5));
    assertEquals(GAP, mosaic.element(6, 0));
    assertEquals(72, mosaic.element(7, 0));
  }

  /** Two channels of 2 by 2: each example is a line of its own. */
  @Test
  void anImageHasATileForEachChannel() {
    assertArrayEquals(
        new int[][] {
          {0, 1, GAP, 4, 5},
          {2, 3, GAP, 6, 7},
          {GAP, GAP, GAP, GAP, GAP},
          {8, 9, GAP, 12, 13},
          {10, 11, GAP, 14, 15}
        },
        pixels(Mosaic.ofExamples(zeros(2, 2, 2, 2), 0, 2)));
  }

  /** More channels than fit on a line go on below; the next example starts a line. */
  @Test
  void anExampleOfManyTilesStartsALine() {
    Mosaic mosaic = Mosaic.ofExamples(zeros(2, 3, 2, 200), 0, 2);

    assertTrue(mosaic.isGrouped());
    assertEquals(1, mosaic.perLine());
    assertEquals(6 * 3 - 1, mosaic.pixelHeight());
    assertEquals(400, mosaic.element(0, 3));
    assertEquals(1200, mosaic.element(0, 9));
    assertFalse(Mosaic.ofExamples(zeros(1, 3, 2, 2), 0, 1).isGrouped());
  }

  /** Weights [64, 3]: three tiles of 8 by 8, whose elements are 3 apart. */
  @Test
  void weightsOfASquareInputHaveATileForEachUnit() {
    Mosaic mosaic = Mosaic.ofParameter(zeros(64, 3));

    assertEquals(3, mosaic.count());
    assertEquals(8, mosaic.pixelHeight());
    assertEquals(1, mosaic.element(9, 0));
    assertEquals(1 + 3 * 9, mosaic.element(10, 1));
  }

  @Test
  void otherWeightsAreAMatrix() {
    assertArrayEquals(new int[][] {{0, 1, 2}, {3, 4, 5}}, pixels(Mosaic.ofParameter(zeros(2, 3))));
  }

  /** [out 2, in 2, 1, 2]: each output a line of kernels. */
  @Test
  void kernelsAreTiles() {
    assertArrayEquals(
        new int[][] {{0, 1, GAP, 2, 3}, {GAP, GAP, GAP, GAP, GAP}, {4, 5, GAP, 6, 7}},
        pixels(Mosaic.ofParameter(zeros(2, 2, 1, 2))));
  }

  @Test
  void whatIsTooMuchIsLeftOutAndCounted() {
    Mosaic mosaic = Mosaic.ofParameter(zeros(1024, 200));

    assertEquals(128, mosaic.count()); // 2^17 / 1024
    assertEquals(72, mosaic.left());
  }
}
