package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TensorTest {
  private static Tensor twoByThree() {
    return Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
  }

  @Test
  void elementsLieInRowMajorOrder() {
    Tensor tensor = twoByThree();
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, tensor.values());
    assertEquals(6, tensor.at(1, 2));
    assertEquals(3, tensor.at(0, 2));
    assertEquals(2, tensor.rows());
    assertEquals(3, tensor.columns());
    assertEquals(6, tensor.size());
  }

  @Test
  void columnsOfAnyRankAreOneExample() {
    assertEquals(12, Tensor.zeros(Shape.of(2, 3, 4)).columns());
    assertEquals(1, Tensor.vector(1, 2).columns());
  }

  @Test
  void ofAndReshapedShareTheArray() {
    double[] values = {1, 2, 3, 4, 5, 6};
    Tensor tensor = Tensor.of(Shape.of(2, 3), values);
    Tensor reshaped = tensor.reshaped(Shape.of(3, 2));
    assertSame(values, tensor.values());
    assertSame(values, reshaped.values());
    assertEquals(3, reshaped.at(1, 0));
    assertThrows(IllegalArgumentException.class, () -> tensor.reshaped(Shape.of(4)));
  }

  @Test
  void everythingElseCopies() {
    Tensor tensor = twoByThree();
    double[] row = {7, 8};
    Tensor vector = Tensor.vector(row);
    row[0] = 0;
    assertEquals(7, vector.at(0));
    assertNotSame(tensor.values(), tensor.copy().values());
    assertNotSame(tensor.values(), tensor.rowsCopied(0, 2).values());
    assertNotSame(tensor.values(), tensor.times(1).values());
  }

  @Test
  void rowsCopiedTakesWholeExamples() {
    Tensor tensor =
        Tensor.of(Shape.of(3, 2, 2), new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    Tensor middle = tensor.rowsCopied(1, 2);
    assertEquals(Shape.of(1, 2, 2), middle.shape());
    assertArrayEquals(new double[] {4, 5, 6, 7}, middle.values());
    assertEquals(Shape.of(0, 2, 2), tensor.rowsCopied(3, 3).shape());
  }

  @Test
  void transposedSwapsTheAxes() {
    Tensor transposed = twoByThree().transposed();
    assertEquals(Shape.of(3, 2), transposed.shape());
    assertArrayEquals(new double[] {1, 4, 2, 5, 3, 6}, transposed.values());
    assertThrows(IllegalArgumentException.class, () -> Tensor.vector(1).transposed());
  }

  /** 0.1 is 0x1.99999ap-4 in float32, and 1e300 lies beyond its range. */
  @Test
  void roundedToFloat32() {
    Tensor rounded = Tensor.vector(0.1, 0.5, 1e300, -0.0).roundedToFloat32();
    assertArrayEquals(
        new double[] {0x1.99999ap-4, 0.5, Double.POSITIVE_INFINITY, -0.0}, rounded.values());
  }

  @Test
  void timesScalesEveryElement() {
    assertArrayEquals(new double[] {-2, 4}, Tensor.vector(1, -2).times(-2).values());
  }

  @Test
  void overwriteKeepsArrayAndShape() {
    Tensor tensor = twoByThree();
    double[] live = tensor.values();
    tensor.overwriteWith(Tensor.of(Shape.of(2, 3), new double[] {6, 5, 4, 3, 2, 1}));
    assertSame(live, tensor.values());
    assertArrayEquals(new double[] {6, 5, 4, 3, 2, 1}, live);
    assertEquals(
        "expected shape [2, 3], got [3, 2]",
        assertThrows(
                IllegalArgumentException.class,
                () -> tensor.overwriteWith(Tensor.zeros(Shape.of(3, 2))))
            .getMessage());
  }

  @Test
  void finiteMeansNeitherNanNorInfinity() {
    assertTrue(twoByThree().isFinite());
    assertTrue(Tensor.zeros(Shape.of(0)).isFinite());
    assertFalse(Tensor.vector(1, Double.NaN).isFinite());
    assertFalse(Tensor.vector(Double.NEGATIVE_INFINITY, 1).isFinite());
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertEquals(
        "expected 6 values for shape [2, 3], got 5",
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(Shape.of(2, 3), new double[5]))
            .getMessage());
    assertEquals(
        "expected rows of 2 values, got 1 in row 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> Tensor.matrix(new double[] {1, 2}, new double[] {3}))
            .getMessage());
    assertThrows(IllegalArgumentException.class, Tensor::matrix);
    assertThrows(IllegalArgumentException.class, () -> twoByThree().at(1));
    assertThrows(IllegalArgumentException.class, () -> twoByThree().at(0, 3));
    assertThrows(IllegalArgumentException.class, () -> twoByThree().at(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> twoByThree().requireRank(3));
  }

  @Test
  void textShowsFewValuesAndOnlyTheShapeOfMany() {
    assertEquals("[2][1.0, 2.0]", Tensor.vector(1, 2).toString());
    assertEquals("[100, 2]", Tensor.zeros(Shape.of(100, 2)).toString());
  }

  /** [2, 1, 3] with the last axis first: the columns of (1 2 3), (4 5 6). */
  @Test
  void permuted() {
    Tensor tensor = Tensor.of(Shape.of(2, 1, 3), new double[] {1, 2, 3, 4, 5, 6});
    Tensor permuted = tensor.permuted(2, 0, 1);
    assertEquals(Shape.of(3, 2, 1), permuted.shape());
    assertArrayEquals(new double[] {1, 4, 2, 5, 3, 6}, permuted.values());
    assertArrayEquals(tensor.values(), permuted.permuted(1, 2, 0).values());
    assertThrows(IllegalArgumentException.class, () -> tensor.permuted(1, 0));
  }
}
