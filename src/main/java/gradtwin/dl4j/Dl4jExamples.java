package gradtwin.dl4j;

import gradtwin.tensor.Examples;
import java.util.HashMap;
import java.util.Map;

/** Examples that a DL4J network trains on, batch by batch. */
public final class Dl4jExamples {
  private final Dl4jNetwork network;
  private final Examples examples;
  private final int batchSize;
  private final Map<Integer, BatchArrays> bySize = new HashMap<>();
  private final Dl4jThreads threads;

  /** Chooses how many threads the network trains on, if the user has not. */
  Dl4jExamples(Dl4jNetwork network, Examples examples, int batchSize) {
    this.network = network;
    this.examples = examples;
    this.batchSize = Math.min(batchSize, examples.size());
    this.threads = network.chooseThreads(this::firstBatch);
  }

  private BatchArrays firstBatch() {
    int[] rows = new int[batchSize];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    return gather(rows, 0, batchSize);
  }

  private BatchArrays gather(int[] order, int from, int to) {
    BatchArrays batch =
        bySize.computeIfAbsent(to - from, size -> network.batchArrays(examples, size));
    batch.gather(order, from);
    return batch;
  }

  /**
   * One training step on the rows {@code order[from]} to {@code order[to - 1]}.
   *
   * @return the mean loss over the batch before the update, without penalties
   */
  public double train(int[] order, int from, int to) {
    BatchArrays batch = gather(order, from, to);
    // what was tried is tried for one size: a smaller batch at the end of an epoch may be rounded
    // otherwise when it is split
    return to - from == batchSize ? network.train(batch, threads) : network.train(batch);
  }
}
