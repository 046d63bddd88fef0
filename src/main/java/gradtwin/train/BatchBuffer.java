package gradtwin.train;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Gathers batches into arrays that it uses again: one set for each batch size it meets. */
final class BatchBuffer {
  private final Examples examples;
  private final Map<Integer, Batch> bySize = new HashMap<>();

  BatchBuffer(Examples examples) {
    this.examples = examples;
  }

  /**
   * The rows {@code order[from]} to {@code order[to - 1]}. The batch is overwritten by the next
   * call for as many rows.
   */
  Batch gather(int[] order, int from, int to) {
    Batch batch = bySize.computeIfAbsent(to - from, examples::emptyBatch);
    examples.copyInto(batch, Arrays.copyOfRange(order, from, to));
    return batch;
  }
}
