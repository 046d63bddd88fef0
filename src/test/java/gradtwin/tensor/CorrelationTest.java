package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationTest {
  private static final Windows PAIRS = new Windows(List.of(WindowAxis.fitting(3, 2, 1, 1, 0)));

  /** x = (1 2 3) and (10 20 30), w = (1 0) and (0 1): 1 + 20, 2 + 30. */
  @Test
  void oneGroupSeesAllChannels() {
    Tensor x = Tensor.of(Shape.of(1, 2, 3), new double[] {1, 2, 3, 10, 20, 30});
    Tensor w = Tensor.matrix(new double[] {1, 0, 0, 1});
    assertArrayEquals(new double[] {21, 32}, new Correlation(PAIRS, 1).forward(w, x).values());
  }

  /** The same numbers: the first filter sees the first channel alone, the second the second. */
  @Test
  void groupsDoNotSeeEachOther() {
    Tensor x = Tensor.of(Shape.of(1, 2, 3), new double[] {1, 2, 3, 10, 20, 30});
    Tensor w = Tensor.matrix(new double[] {1, 0}, new double[] {0, 1});
    Tensor z = new Correlation(PAIRS, 2).forward(w, x);
    assertEquals(Shape.of(1, 2, 2), z.shape());
    assertArrayEquals(new double[] {1, 2, 20, 30}, z.values());
  }

  /**
   * The three products are one trilinear form: {@code z . forward(w, x) = x . transposed(w, z) = w
   * . weights(x, z)}.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theProductsAreTransposesOfEachOther(int groups) {
    Windows windows =
        new Windows(List.of(WindowAxis.centred(5, 3, 2, 1), WindowAxis.fitting(4, 2, 1, 2, 1)));
    Random random = new Random(7);
    Tensor x = random(random, windows.positionsShape(4).batchOf(3));
    Tensor z = random(random, windows.windowsShape(8).batchOf(3));
    Tensor w = random(random, Shape.of(8, 4 / groups * windows.kernel()));
    Correlation correlation = new Correlation(windows, groups);
    double form = dot(z, correlation.forward(w, x));
    assertEquals(form, dot(x, correlation.transposed(w, z)), 1e-12 * Math.abs(form));
    assertEquals(form, dot(w, correlation.weights(x, z)), 1e-12 * Math.abs(form));
    assertEquals(x.shape(), correlation.transposed(w, z).shape());
    assertEquals(w.shape(), correlation.weights(x, z).shape());
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    Tensor x = Tensor.zeros(Shape.of(1, 2, 3));
    Tensor w = Tensor.zeros(Shape.of(1, 3));
    assertThrows(IllegalArgumentException.class, () -> new Correlation(PAIRS, 1).forward(w, x));
  }

  private static Tensor random(Random random, Shape shape) {
    return Tensor.of(shape, random.doubles(shape.elements(), -1, 1).toArray());
  }

  private static double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.values()[i] * b.values()[i];
    }
    return sum;
  }
}
