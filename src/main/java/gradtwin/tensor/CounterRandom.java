package gradtwin.tensor;

/**
 * Random numbers that are a pure function of a key and a counter: Philox4x32-10. Two sides that
 * agree on seed, stream, iteration and element draw the same number in any order and on any thread,
 * which is how both networks share dropout masks and how a run is reproduced.
 *
 * <p>Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11,
 * section 3.3; the constants are those of their Random123 library.
 */
public final class CounterRandom {
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private final int key0;
  private final int key1;
  private final int stream;

  /**
   * @param seed the user's seed: the Philox key
   * @param stream what the numbers are for, so that two uses of one seed share none; see {@link
   *     Stream}
   */
  public CounterRandom(long seed, Stream stream) {
    this(seed, stream, 0);
  }

  /**
   * @param index which of the stream's users this is, such as the layer, from 0 to 2^24 - 1
   */
  public CounterRandom(long seed, Stream stream, int index) {
    if (index < 0 || index >= 1 << 24) {
      throw new IllegalArgumentException("expected an index from 0 to 2^24 - 1, got " + index);
    }
    this.key0 = (int) seed;
    this.key1 = (int) (seed >>> 32);
    this.stream = (stream.code << 24) | index;
  }

  /** What random numbers are drawn for. The codes are part of every run: never change one. */
  public enum Stream {
    INITIALIZATION(1),
    DROPOUT(2),
    SHUFFLE(3),
    SPLIT(4),
    DIGITS(5),
    WITNESS(6),
    WEIGHT_NOISE(7);

    private final int code;

    Stream(int code) {
      this.code = code;
    }
  }

  /**
   * A number uniform in [0, 1), a multiple of 2^-53.
   *
   * @param iteration the training step or the epoch, at least 0
   * @param element which number of that iteration, at least 0
   */
  public double uniform(long iteration, int element) {
    int[] bits = block(iteration, element);
    long high = bits[0] & 0xFFFFFFFFL;
    long low = bits[1] & 0xFFFFFFFFL;
    return (((high << 32) | low) >>> 11) * 0x1.0p-53;
  }

  /** A number from the standard normal distribution, by the method of Box and Muller (1958). */
  public double normal(long iteration, int element) {
    int[] bits = block(iteration, element);
    long first = (bits[0] & 0xFFFFFFFFL) << 32 | (bits[1] & 0xFFFFFFFFL);
    long second = (bits[2] & 0xFFFFFFFFL) << 32 | (bits[3] & 0xFFFFFFFFL);
    double radius = Math.sqrt(-2 * Math.log(1 - (first >>> 11) * 0x1.0p-53));
    return radius * Math.cos(2 * Math.PI * ((second >>> 11) * 0x1.0p-53));
  }

  /** The numbers 0 to {@code count - 1} in random order (Fisher and Yates). */
  public int[] permutation(long iteration, int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = (int) (uniform(iteration, i) * (i + 1));
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private int[] block(long iteration, int element) {
    return philox(
        new int[] {element, stream, (int) iteration, (int) (iteration >>> 32)}, key0, key1);
  }

  /** Philox4x32-10: turns the counter into four words of random bits, in place. */
  static int[] philox(int[] counter, int key0, int key1) {
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (counter[0] & 0xFFFFFFFFL);
      long product1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (counter[2] & 0xFFFFFFFFL);
      counter[0] = (int) (product1 >>> 32) ^ counter[1] ^ k0;
      counter[2] = (int) (product0 >>> 32) ^ counter[3] ^ k1;
      counter[1] = (int) product1;
      counter[3] = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    return counter;
  }
}
