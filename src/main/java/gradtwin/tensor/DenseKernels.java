package gradtwin.tensor;

/**
 * The loops in which a training step spends its time. Those over vectors need a module of the JDK
 * that is still incubating, and that a JVM has only if it was started with {@code --add-modules
 * jdk.incubator.vector}; the plain ones always run, and take no time to warm up. Both give the same
 * up to rounding, and each gives equal bits for equal inputs, compiled or not.
 */
interface DenseKernels {
  /**
   * {@code c = a · b}, or {@code c += a · b}, each element being summed up before it is added. A
   * zero of a may be left out, as in the reference implementation of BLAS: it adds nothing then,
   * even times what is infinite or no number.
   *
   * @param b its rows lie in one piece: a column stride of 1
   * @param c likewise, and apart from a and b
   */
  void product(Matrix a, Matrix b, Matrix c, boolean add);

  /**
   * One step of Adam, and the weights' decay: see {@link AdamStep}.
   *
   * @param w the weights, from which the step is subtracted
   * @param g in: the gradient; out: the step
   * @param m the mean of the gradients
   * @param v the mean of their squares
   */
  void adam(AdamStep step, double[] w, double[] g, double[] m, double[] v);

  /** {@code y = tanh(x)}, for as many numbers as there are. */
  void tanh(double[] x, double[] y);

  /** {@code y = 1 / (1 + exp(-x))}, for as many numbers as there are. */
  void sigmoid(double[] x, double[] y);

  /** How many numbers are computed at once. */
  int lanes();

  /** Those that suit this machine. */
  static DenseKernels chosen() {
    return ChosenKernels.KERNELS;
  }
}
