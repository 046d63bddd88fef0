package gradtwin.twin.loss;

/**
 * What each element of a loss counts, as flat loops want it: that of an output of a row lies at
 * {@code row * perRow + output * perOutput}. Where nothing is masked it is a single 1, so that a
 * loop need not ask.
 */
@SuppressWarnings("ArrayRecordComponent") // handed to loops, never compared
record Counts(double[] values, int perRow, int perOutput) {
  double of(int row, int output) {
    return values[row * perRow + output * perOutput];
  }
}
