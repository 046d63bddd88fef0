package gradtwin.dl4j;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * On how many threads ND4J computes. The settings are the whole program's, so a network makes them
 * before each pass.
 *
 * @param operations of everything but matrix products: a loop over the elements of an array is
 *     split, which leaves every element as it is
 * @param products of OpenBLAS: how a product is split decides how its sums are rounded
 */
record Dl4jThreads(int operations, int products) {
  static final Dl4jThreads ONE = new Dl4jThreads(1, 1);

  Dl4jThreads {
    if (operations < 1 || products < 1) {
      throw new IllegalArgumentException(
          "expected at least one thread, got " + operations + " and " + products);
    }
  }

  /** The settings as they are. */
  static Dl4jThreads current() {
    return new Dl4jThreads(
        Nd4j.getEnvironment().maxMasterThreads(), Nd4j.factory().blas().getMaxThreads());
  }

  /**
   * The largest number of threads for operations: that of the processors, or what the environment
   * variables SD_MAX_THREADS or OMP_NUM_THREADS allowed at the start.
   */
  static int most() {
    return Math.max(
        1,
        Math.min(Nd4j.getEnvironment().maxThreads(), Runtime.getRuntime().availableProcessors()));
  }

  /** Whether ND4J would split an operation on so many elements at all. */
  static boolean wouldSplit(long elements) {
    return elements >= Nd4j.getEnvironment().elementwiseThreshold();
  }

  /** Makes the settings. */
  void use() {
    // {@code setMaxThreads} would not go below what the program was started with
    Nd4j.getEnvironment().setMaxMasterThreads(operations);
    if (Nd4j.factory().blas().getMaxThreads() != products) {
      Nd4j.factory().blas().setMaxThreads(products);
    }
    // some loops have OpenMP's threads too, which wait for each other by spinning: never worth it
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
  }
}
