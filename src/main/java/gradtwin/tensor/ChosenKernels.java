package gradtwin.tensor;

/** Chooses the kernels of this JVM, once. */
final class ChosenKernels {
  /** A system property; {@code plain} forgoes vectors where there are some. */
  static final String PROPERTY = "gradtwin.kernels";

  static final DenseKernels KERNELS = choose();

  private ChosenKernels() {}

  private static DenseKernels choose() {
    boolean there = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return there && !"plain".equals(System.getProperty(PROPERTY))
        ? vectorsIfWide()
        : new PlainKernels();
  }

  /**
   * By name, because the class is compiled apart from the others. Where a vector holds only two
   * numbers, as on ARM, the plain loops are as fast: the JIT compiler vectorizes them.
   */
  private static DenseKernels vectorsIfWide() {
    try {
      Class<?> type = Class.forName("gradtwin.tensor.VectorKernels");
      DenseKernels vectors = (DenseKernels) type.getDeclaredConstructor().newInstance();
      return vectors.lanes() >= 4 ? vectors : new PlainKernels();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("expected the vector kernels in the same jar", e);
    }
  }
}
