package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BatchTest {
  private static final Batch BATCH =
      new Batch(
          Tensor.matrix(new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6}),
          Tensor.matrix(new double[] {0.1}, new double[] {0.2}, new double[] {0.3}));

  @Test
  void sliceKeepsExamplesAndLabelsTogether() {
    Batch slice = BATCH.slice(1, 3);
    assertEquals(2, slice.size());
    assertArrayEquals(new double[] {3, 4, 5, 6}, slice.features().values());
    assertArrayEquals(new double[] {0.2, 0.3}, slice.labels().values());
  }

  @Test
  void roundsBothFeaturesAndLabels() {
    Batch batch = new Batch(Tensor.matrix(new double[] {0.1}), Tensor.matrix(new double[] {0.2}));
    Batch rounded = batch.roundedToFloat32();
    assertEquals(0.1f, rounded.features().at(0, 0));
    assertEquals(0.2f, rounded.labels().at(0, 0));
  }

  @Test
  void refusesAnotherNumberOfLabels() {
    assertEquals(
        "expected as many labels as examples, got features [3, 2] and labels [2, 1]",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Batch(BATCH.features(), BATCH.labels().rowsCopied(0, 2)))
            .getMessage());
  }
}
