package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExamplesTest {
  /** Five examples of shape [2, 2]: example r is (10 r, 10 r + 1, ...), its label -r. */
  private record Counted() implements Examples {
    @Override
    public int size() {
      return 5;
    }

    @Override
    public Shape featureShape() {
      return Shape.of(2, 2);
    }

    @Override
    public Shape labelShape() {
      return Shape.of(1);
    }

    @Override
    public void copyFeatures(int row, double[] target, int offset) {
      for (int i = 0; i < 4; i++) {
        target[offset + i] = 10 * row + i;
      }
    }

    @Override
    public void copyLabels(int row, double[] target, int offset) {
      target[offset] = -row;
    }
  }

  @Test
  void batchTakesTheNamedRowsInTheirOrder() {
    Batch batch = new Counted().batch(new int[] {3, 0, 3});
    assertEquals(Shape.of(3, 2, 2), batch.features().shape());
    assertArrayEquals(
        new double[] {30, 31, 32, 33, 0, 1, 2, 3, 30, 31, 32, 33}, batch.features().values());
    assertArrayEquals(new double[] {-3, 0, -3}, batch.labels().values());
  }

  @Test
  void selectionIsAViewWithAnOrderOfItsOwn() {
    Examples selected = new Counted().select(new int[] {4, 2, 1});
    assertEquals(3, selected.size());
    assertEquals(Shape.of(2, 2), selected.featureShape());
    assertEquals(1, selected.labelShape().elements());
    Batch batch = selected.batch(new int[] {2, 0});
    assertArrayEquals(new double[] {10, 11, 12, 13, 40, 41, 42, 43}, batch.features().values());
    assertArrayEquals(new double[] {-1, -4}, batch.labels().values());
  }

  @Test
  void selectionOfASelection() {
    Examples selected = new Counted().select(new int[] {4, 2, 1}).select(new int[] {2});
    assertArrayEquals(
        new double[] {10, 11, 12, 13}, selected.batch(new int[] {0}).features().values());
  }

  @Test
  void selectionDoesNotChangeWithTheCallersArray() {
    int[] rows = {4, 2};
    Examples selected = new Counted().select(rows);
    rows[0] = 0;
    assertArrayEquals(new double[] {-4}, selected.batch(new int[] {0}).labels().values());
  }
}
