package gradtwin.data;

import gradtwin.tensor.CounterRandom;
import java.util.Arrays;

/** Which rows stay and which are kept back, drawn by seed. Both keep the order of the rows. */
final class Split {
  private static final int TEST = 0;
  private static final int VALIDATION = 1;

  private final int[] stay;
  private final int[] back;

  private Split(int rows, int count, long seed, int purpose) {
    int[] order = new CounterRandom(seed, CounterRandom.Stream.SPLIT).permutation(purpose, rows);
    back = Arrays.copyOf(order, count);
    stay = Arrays.copyOfRange(order, count, rows);
    Arrays.sort(back);
    Arrays.sort(stay);
  }

  /** Keeps a share back for the test: the nearest count that leaves a row to either part. */
  static Split forTest(int rows, double fraction, long seed) {
    return new Split(rows, testRows(rows, fraction), seed, TEST);
  }

  /** How many rows {@link #forTest} keeps back. */
  static int testRows(int rows, double fraction) {
    return (int) Math.max(1, Math.min(Math.round(fraction * rows), rows - 1));
  }

  /** Keeps a share back for validation: the nearest count that leaves a row to train on. */
  static Split forValidation(int rows, double fraction, long seed) {
    int count = (int) Math.min(Math.round(fraction * rows), rows - 1);
    return new Split(rows, count, seed, VALIDATION);
  }

  int[] stay() {
    return stay.clone();
  }

  int[] back() {
    return back.clone();
  }
}
