package gradtwin.train;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/** Gathers batches into arrays that it uses again: one pair for each batch size it meets. */
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
    Batch batch = bySize.computeIfAbsent(to - from, this::empty);
    double[] features = batch.features().values();
    double[] labels = batch.labels().values();
    int width = batch.features().columns();
    int outputs = examples.outputs();
    for (int i = 0; i < to - from; i++) {
      examples.copyFeatures(order[from + i], features, i * width);
      examples.copyLabels(order[from + i], labels, i * outputs);
    }
    return batch;
  }

  private Batch empty(int size) {
    return new Batch(
        Tensor.zeros(examples.featureShape().batchOf(size)),
        Tensor.zeros(Shape.of(size, examples.outputs())));
  }
}
