package gradtwin.train;

import gradtwin.tensor.CounterRandom;

/** The order in which examples come. */
final class Order {
  private final CounterRandom random;
  private final boolean shuffled;

  /**
   * @param shuffled whether each epoch has an order of its own
   */
  Order(long seed, boolean shuffled) {
    this.random = new CounterRandom(seed, CounterRandom.Stream.SHUFFLE);
    this.shuffled = shuffled;
  }

  /**
   * The rows of one epoch.
   *
   * @param epoch counted from 1
   */
  int[] ofEpoch(int epoch, int count) {
    return shuffled ? random.permutation(epoch - 1L, count) : asGiven(count);
  }

  /** The numbers from 0 to {@code count - 1}. */
  static int[] asGiven(int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = i;
    }
    return rows;
  }
}
