package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import gradtwin.ExperimentFixture;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import org.junit.jupiter.api.Test;

class BatchBufferTest {
  private final BatchBuffer buffer =
      new BatchBuffer(
          ExperimentFixture.examples(
              new Batch(
                  Tensor.of(Shape.of(5, 2), new double[] {0, 1, 10, 11, 20, 21, 30, 31, 40, 41}),
                  Tensor.of(Shape.of(5, 1), new double[] {0, 1, 2, 3, 4}))));

  @Test
  void theRowsComeInTheOrderAskedFor() {
    Batch batch = buffer.gather(new int[] {4, 3, 0, 1}, 1, 3);

    assertArrayEquals(new double[] {30, 31, 0, 1}, batch.features().values());
    assertArrayEquals(new double[] {3, 0}, batch.labels().values());
  }

  @Test
  void theLastBatchMayBeSmaller() {
    Batch batch = buffer.gather(new int[] {0, 1, 2, 3, 4}, 4, 5);

    assertEquals(Shape.of(1, 2), batch.features().shape());
    assertArrayEquals(new double[] {40, 41}, batch.features().values());
  }

  @Test
  void theArraysAreUsedAgain() {
    int[] order = {0, 1, 2, 3, 4};

    double[] first = buffer.gather(order, 0, 2).features().values();

    assertSame(first, buffer.gather(order, 2, 4).features().values());
  }
}
