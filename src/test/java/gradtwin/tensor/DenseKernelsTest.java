package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all kernels give, and that those over vectors keep their vectors in registers. */
class DenseKernelsTest {
  private static final double UNIT_ROUNDOFF = 0x1p-53;

  private static final CounterRandom RANDOM = new CounterRandom(3, CounterRandom.Stream.WITNESS);

  /** The plain ones, and those of this JVM, which are others where it has vectors. */
  static List<DenseKernels> kernels() {
    return List.of(new PlainKernels(), DenseKernels.chosen());
  }

  private static double[] random(int which, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = RANDOM.normal(which, i);
    }
    return values;
  }

  /** The build starts every test with the module, so that the vectors are tested at all. */
  @Test
  void vectorsAreThereForTheTests() {
    assertTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  /**
   * Every size from 0 up to 2 and a half blocks, and some for which zeros are looked for, with the
   * operands in the midst of larger matrices, of which nothing but the result may change.
   */
  @ParameterizedTest
  @MethodSource("kernels")
  void productsOfPartsOfMatrices(DenseKernels kernels) {
    for (int m : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 11}) {
      for (int n = 0; n <= 150; n += n < 80 ? 1 : 10) {
        for (int k : new int[] {0, 1, 3, 4, 9, 33}) {
          checkProduct(kernels, m, k, n, (m + k + n) % 2 == 0, n % 3 == 0);
        }
      }
    }
  }

  /** More of b than the cache holds, so that it is gone through in blocks. */
  @ParameterizedTest
  @MethodSource("kernels")
  void productsWithLargeMatrices(DenseKernels kernels) {
    for (boolean add : new boolean[] {false, true}) {
      checkProduct(kernels, 5, 2048, 150, add, true);
      checkProduct(kernels, 4, 5000, 70, add, false);
    }
  }

  /** Most numbers of a are zero, so that a strip may have none, one or several in a column. */
  private static void checkProduct(
      DenseKernels kernels, int m, int k, int n, boolean add, boolean transposed) {
    Tensor a = Tensor.of(Shape.of(m + 2, k + 3), random(0, (m + 2) * (k + 3)));
    for (int at = 0; at < a.size(); at++) {
      if (RANDOM.normal(4, at) < 0.8) {
        a.values()[at] = at % 2 == 0 ? 0 : -0.0;
      }
    }
    Tensor b = Tensor.of(Shape.of(k + 1, n + 5), random(1, (k + 1) * (n + 5)));
    Tensor c = Tensor.of(Shape.of(m + 3, n + 2), random(2, (m + 3) * (n + 2)));
    Matrix left = Matrix.of(a).rows(1, m + 1).columns(2, k + 2);
    if (transposed) {
      left = Matrix.of(a.transposed()).transposed().rows(1, m + 1).columns(2, k + 2);
    }
    Tensor result = c.copy();
    kernels.product(
        left,
        Matrix.of(b).rows(1, k + 1).columns(3, n + 3),
        Matrix.of(result).rows(2, m + 2).columns(1, n + 1),
        add);
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        boolean outside = i < 2 || i >= m + 2 || j < 1 || j >= n + 1;
        double sum = add || outside ? c.at(i, j) : 0;
        double magnitude = Math.abs(sum);
        for (int p = 0; !outside && p < k; p++) {
          double product = a.at(i - 1, p + 2) * b.at(p + 1, j + 2);
          sum += product;
          magnitude += Math.abs(product);
        }
        // Higham (2002), section 3.1, twice, because both sums are rounded
        double bound = outside ? 0 : 2 * (k + 1) * UNIT_ROUNDOFF * magnitude;
        assertEquals(sum, result.at(i, j), bound, m + "x" + k + "x" + n + " at " + i + ", " + j);
      }
    }
  }

  /** What is left out is zero and nothing else. */
  @ParameterizedTest
  @MethodSource("kernels")
  void theSmallestNumberAndNoNumberCount(DenseKernels kernels) {
    Tensor a = Tensor.zeros(Shape.of(8, 33));
    a.values()[2 * 33 + 5] = -Double.MIN_VALUE;
    a.values()[5 * 33 + 7] = Double.NaN;
    Tensor b = Tensor.of(Shape.of(33, 140), filled(33 * 140, 0x1p1000));
    Tensor c = Tensor.zeros(Shape.of(8, 140));
    kernels.product(Matrix.of(a), Matrix.of(b), Matrix.of(c), false);
    for (int i = 0; i < 8; i++) {
      double expected = i == 2 ? -0x1p-74 : i == 5 ? Double.NaN : 0;
      for (int j = 0; j < 140; j++) {
        assertEquals(expected, c.at(i, j), "at " + i + ", " + j);
      }
    }
  }

  /** What is infinite stays so where nothing is added to it, and does not spread. */
  @ParameterizedTest
  @MethodSource("kernels")
  void infinityStaysInItsElement(DenseKernels kernels) {
    Tensor a = Tensor.of(Shape.of(4, 9), random(0, 36));
    Tensor b = Tensor.of(Shape.of(9, 43), random(1, 9 * 43));
    b.values()[38] = Double.POSITIVE_INFINITY;
    Tensor c = Tensor.zeros(Shape.of(4, 43));
    kernels.product(Matrix.of(a), Matrix.of(b), Matrix.of(c), true);
    for (int j = 0; j < 43; j++) {
      assertEquals(j == 38, Double.isInfinite(c.at(2, j)), "column " + j);
      assertEquals(j != 38, Double.isFinite(c.at(2, j)), "column " + j);
    }
  }

  /**
   * One weight of 2, a gradient of 3, beta1 = 1/2, beta2 = 3/4, m = 1 and v = 9 before: m = 1/2 +
   * 3/2 = 2, v = 27/4 + 9/4 = 9, u = 1/4 * 2 / (3 + 1) + 1/2 * 2 = 9/8, w = 2 - 9/8.
   */
  @ParameterizedTest
  @MethodSource("kernels")
  void adamByHand(DenseKernels kernels) {
    for (int count : new int[] {1, 8, 19}) {
      double[] w = filled(count, 2);
      double[] g = filled(count, 3);
      double[] m = filled(count, 1);
      double[] v = filled(count, 9);
      kernels.adam(new AdamStep(0.25, 0.5, 0.75, 1, 0.5), w, g, m, v);
      assertArrayEquals(filled(count, 2 - 1.125), w);
      assertArrayEquals(filled(count, 1.125), g);
      assertArrayEquals(filled(count, 2), m);
      assertArrayEquals(filled(count, 9), v);
    }
  }

  private static double[] filled(int count, double value) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  /** No sum is fused or in another order, so that a model does not depend on the machine. */
  @Test
  void adamGivesTheSameBitsEverywhere() {
    int count = 1003;
    double[][] expected = {random(0, count), random(1, count), random(2, count), squares(count)};
    double[][] actual = Arrays.stream(expected).map(double[]::clone).toArray(double[][]::new);
    AdamStep step = new AdamStep(1e-3, 0.9, 0.999, 1e-8, 1e-4);
    new PlainKernels().adam(step, expected[0], expected[1], expected[2], expected[3]);
    DenseKernels.chosen().adam(step, actual[0], actual[1], actual[2], actual[3]);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], actual[i]);
    }
  }

  private static double[] squares(int count) {
    return Arrays.stream(random(3, count)).map(x -> x * x).toArray();
  }

  /** From the smallest to beyond where the functions are constant, on both sides of 0. */
  private static double[] arguments() {
    double[] arguments = new double[2 * 403];
    for (int i = 0; i < arguments.length / 2; i++) {
      arguments[2 * i] = Math.pow(10, i / 31. - 10) * (1 + i / 1e3);
      arguments[2 * i + 1] = -arguments[2 * i];
    }
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void exponentialsToTheLastPlaces(DenseKernels kernels) {
    double[] x = arguments();
    double[] tanh = new double[x.length];
    double[] sigmoid = new double[x.length];
    kernels.tanh(x, tanh);
    kernels.sigmoid(x, sigmoid);
    for (int i = 0; i < x.length; i++) {
      BigDecimal e = exp(new BigDecimal(-Math.min(700, Math.abs(x[i])), EXACT));
      BigDecimal one = BigDecimal.ONE;
      BigDecimal e2 = e.multiply(e, EXACT);
      double size = one.subtract(e2).divide(one.add(e2), EXACT).doubleValue();
      assertEquals(Math.copySign(size, x[i]), tanh[i], 3 * Math.ulp(size), "tanh " + x[i]);
      double expected = (x[i] < 0 ? e : one).divide(one.add(e), EXACT).doubleValue();
      assertEquals(expected, sigmoid[i], 3 * Math.ulp(expected) + 1e-300, "sigmoid " + x[i]);
    }
  }

  private static final MathContext EXACT = new MathContext(50);

  /** By Taylor's series of a small part of x, squared again and again. */
  private static BigDecimal exp(BigDecimal x) {
    int halvings = 12;
    BigDecimal part = x.divide(BigDecimal.valueOf(1L << halvings), EXACT);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int n = 1; n <= 30; n++) {
      term = term.multiply(part, EXACT).divide(BigDecimal.valueOf(n), EXACT);
      sum = sum.add(term, EXACT);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, EXACT);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void exponentialsAtTheEnds(DenseKernels kernels) {
    double[] x = new double[16];
    x[0] = Double.POSITIVE_INFINITY;
    x[1] = Double.NEGATIVE_INFINITY;
    x[2] = Double.NaN;
    double[] y = new double[16];
    kernels.tanh(x, y);
    assertArrayEquals(new double[] {1, -1, Double.NaN, 0}, Arrays.copyOf(y, 4));
    kernels.sigmoid(x, y);
    assertArrayEquals(new double[] {1, 0, Double.NaN, 0.5}, Arrays.copyOf(y, 4));
  }

  /** Everything that there are kernels for, over sizes with tails. */
  private static final class Work {
    private final Matrix a = Matrix.of(Tensor.of(Shape.of(9, 20), random(0, 180)));
    private final Matrix b = Matrix.of(Tensor.of(Shape.of(20, 141), random(1, 20 * 141)));
    private final double[] product = new double[9 * 141];
    private final Matrix c = Matrix.of(Tensor.of(Shape.of(9, 141), product));
    private final double[] w = random(2, 203);
    private final double[] g = random(3, 203);
    private final double[] m = new double[203];
    private final double[] v = new double[203];
    private final double[] y = new double[203];
    private final AdamStep step = new AdamStep(1e-3, 0.9, 0.999, 1e-8, 0);

    void run(DenseKernels kernels) {
      kernels.product(a, b, c, false);
      kernels.product(a, b, c, true);
      kernels.adam(step, w, g, m, v);
      kernels.tanh(w, y);
      kernels.sigmoid(y, y);
    }
  }

  /**
   * The guard against the cliff: a kernel whose vectors are made objects allocates at every turn.
   * How long the JIT compiler takes is open, so this waits for it, but not for ever.
   */
  @Test
  void vectorsStayInRegisters() {
    DenseKernels kernels = DenseKernels.chosen();
    assumeTrue(kernels.lanes() > 1, "vectors are as narrow as two numbers here");
    Work work = new Work();
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < 400 && allocated > 0; round++) {
      long before = thread.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        work.run(kernels);
      }
      allocated = thread.getCurrentThreadAllocatedBytes() - before;
    }
    assertEquals(0, allocated, "bytes allocated by 1000 turns");
  }

  /** The first run is interpreted, the last one compiled. */
  @Test
  void equalBitsHoweverWarm() {
    Work cold = new Work();
    cold.run(DenseKernels.chosen());
    for (int i = 0; i < 20_000; i++) {
      new Work().run(DenseKernels.chosen());
    }
    Work warm = new Work();
    warm.run(DenseKernels.chosen());
    assertArrayEquals(cold.product, warm.product);
    assertArrayEquals(cold.w, warm.w);
    assertArrayEquals(cold.y, warm.y);
  }
}
