package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void elementsAreTheProductOfTheSizes() {
    assertEquals(24, Shape.of(2, 3, 4).elements());
    assertEquals(0, Shape.of(2, 0, 4).elements());
    assertEquals(1, Shape.of().elements());
  }

  @Test
  void axesAreCountedFromZero() {
    Shape shape = Shape.of(2, 3);
    assertEquals(2, shape.rank());
    assertEquals(2, shape.size(0));
    assertEquals(3, shape.size(1));
  }

  @Test
  void batchAddsAnAxisInFrontAndOneExampleTakesItAway() {
    assertEquals(Shape.of(5, 2, 3), Shape.of(2, 3).batchOf(5));
    assertEquals(Shape.of(2, 3), Shape.of(5, 2, 3).ofOneExample());
    assertEquals(Shape.of(), Shape.of(5).ofOneExample());
    assertThrows(IllegalArgumentException.class, () -> Shape.of().ofOneExample());
  }

  /** In [2, 3, 4], element 17 is 1 * 12 + 1 * 4 + 1. */
  @Test
  void coordinatesAreRowMajor() {
    Shape shape = Shape.of(2, 3, 4);
    assertArrayEquals(new int[] {1, 1, 1}, shape.coordinates(17));
    assertArrayEquals(new int[] {0, 0, 0}, shape.coordinates(0));
    assertArrayEquals(new int[] {1, 2, 3}, shape.coordinates(23));
    assertThrows(IllegalArgumentException.class, () -> shape.coordinates(24));
    assertThrows(IllegalArgumentException.class, () -> shape.coordinates(-1));
  }

  @Test
  void sizesAreCopiedInAndOut() {
    int[] sizes = {2, 3};
    Shape shape = Shape.of(sizes);
    sizes[0] = 9;
    shape.sizes()[1] = 9;
    assertEquals(Shape.of(2, 3), shape);
  }

  @Test
  void equalityIsBySizes() {
    assertEquals(Shape.of(2, 3), Shape.of(2, 3));
    assertEquals(Shape.of(2, 3).hashCode(), Shape.of(2, 3).hashCode());
    assertNotEquals(Shape.of(2, 3), Shape.of(3, 2));
    assertNotEquals(Shape.of(6), Shape.of(2, 3));
    assertEquals("[32, 784]", Shape.of(32, 784).toString());
    assertEquals("[]", Shape.of().toString());
  }

  @Test
  void refusesNegativeSizesAndOverflow() {
    assertEquals(
        "expected axis sizes of at least 0, got [2, -1]",
        assertThrows(IllegalArgumentException.class, () -> Shape.of(2, -1)).getMessage());
    assertEquals(
        "expected at most 2^31 - 1 elements, got shape [65536, 65536]",
        assertThrows(IllegalArgumentException.class, () -> Shape.of(65536, 65536)).getMessage());
    assertEquals(Integer.MAX_VALUE, Shape.of(Integer.MAX_VALUE).elements());
  }
}
